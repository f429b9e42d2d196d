/**
 * The client of {@code java.net.http}, JDK 11 to 26.
 *
 * <p>{@code HttpClientBuilderImpl.build()} answers a {@link PooledHttpClient}: a client of the
 * application's own in front of {@link Lanes}, the real clients of the JDK's that all clients of
 * the same configuration ({@link Key}) send through. Sharing starts with the second client of a
 * kind ({@link Sightings}).
 *
 * <p>From top to bottom: a request takes a permit of its destination and a place on a {@link
 * Route}, which is one {@link Lane} to one origin; both make up its {@link Lease}, which ends with
 * the response's body ({@link TrackedBody}). {@link Connections} hears of every socket from hooks
 * in the JDK's code, and checks one that was idle before it is used again.
 *
 * <p>What sharing would break, and what prevents it:
 *
 * <ul>
 *   <li>more concurrent requests than the server allows streams: a budget of streams per route,
 *       more lanes, and a request that the JDK refused goes to another lane;
 *   <li>bodies that nobody reads stop an HTTP/2 connection: one such body per route;
 *   <li>a POST on a stale connection fails: idle limits, and {@code non-idempotent};
 *   <li>what a server sends behind its answer is taken for the next one: a look before reuse finds
 *       what is there by then, and a GET that meets the rest is sent again;
 *   <li>cookies of another: a lane's cookie handler asks the one of the request's own client
 *       ({@link Cookies});
 *   <li>credentials of another: a lane's authenticator asks that of the request's own client, and
 *       what the JDK remembers is that client's ({@link Credentials}); requests that authenticate
 *       their connection go over a client of their own ({@link Requests});
 *   <li>an executor of another: the application's code runs on that of the request's own client
 *       ({@link ExecutorBody});
 *   <li>another's way: a proxy selector of the application's is asked for each of its requests, and
 *       those that go the same way share ({@link Configuration#towards});
 *   <li>HTTP/2 servers that leave (GOAWAY): what they did not process is sent anew, what they
 *       answered is handed on; on JDKs that fail all of it HTTP/2 is not shared;
 *   <li>requests given up: a connection is not closed under others because the request that opens
 *       it is cancelled; that a server ends one whose streams are reset is not prevented;
 *   <li>remembered names and protocols: a lane lives for max-lifetime.
 * </ul>
 *
 * <p>Left alone: clients with an authenticator where there may be a proxy, HTTP/3, kinds seen once
 * (so an executor made anew each time beside a cookie handler or an authenticator). On a client of
 * its own, so as without the agent: WebSockets, server push, {@code Proxy-*} headers, NTLM and
 * Negotiate and whatever follows them, bodies that the application publishes where an executor is
 * lent.
 */
@NullMarked
package io.poolingagent.client.jdk;

import org.jspecify.annotations.NullMarked;
