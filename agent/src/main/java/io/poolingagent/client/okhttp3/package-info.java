/**
 * OkHttp 3.0 to 5.x.
 *
 * <p><b>What is pooled.</b> The engine of each call (up to 3.13 {@code StreamAllocation}, then
 * {@code Transmitter}, since 4.4 {@code RealCall}) gets, in its constructor, a {@link
 * io.poolingagent.client.okhttp3.SharedConnections shared pool} in place of its client's own. The
 * client's pool stays where the application sees it, and tells of what its clients use ({@link
 * io.poolingagent.client.okhttp3.Appearance}): {@code evictAll()} and its kin reach nobody else.
 * All clients with one {@link io.poolingagent.client.okhttp3.Key} share. Clients that bring no TLS
 * material get what an earlier one built ({@link io.poolingagent.client.okhttp3.DefaultTls});
 * without it no two addresses are equal. Dispatchers, interceptors, caches, cookies and timeouts
 * stay per client.
 *
 * <p><b>What is left alone.</b> Web sockets; clients that were given a {@code ConnectionPool},
 * unless one is made for each client ({@link io.poolingagent.client.okhttp3.ExplicitPools}); and
 * all, while all have one: an application that keeps its client, with what {@code newBuilder()}
 * makes of it, runs as without the agent until it makes another one. The hooks of calls are on
 * demand for that.
 *
 * <p><b>What sharing adds, and its cure.</b> Stale connections: each idle connection is polled
 * before it is reused, expires early, and has a maximum lifetime. A duplicated POST: OkHttp sends
 * any request again when a reused connection dies; for methods that are not idempotent that is
 * vetoed. What a server sent behind the answer before: it is no answer, and an idempotent request
 * is sent again. HTTP/2 coalescing onto another host's connection: only where no other client has
 * used that since ({@code PooledConnection.user}). Streams on one HTTP/2 connection: those of one
 * client (and what {@code newBuilder()} made of it) together, as ever; those of different clients,
 * whose unread bodies would stall each other, one at a time unless {@code
 * http2-streams-per-connection} says otherwise (3.0 to 3.5: OkHttp's own rule). Servers that mind
 * resets: a connection is left before ({@link io.poolingagent.pool.StreamResets}; since 3.5). An
 * answer over HTTP/2 whose stream has not ended: its connection, if it is not to be kept, is closed
 * a little later. NTLM and Negotiate: such a connection is closed after its call. Leaked responses:
 * their connection is closed once the call is collected.
 */
@NullMarked
package io.poolingagent.client.okhttp3;

import org.jspecify.annotations.NullMarked;
