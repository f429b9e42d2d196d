/**
 * Apache HttpClient 4.3 to 4.5, and what its API has in common with that of 4.0 ({@link
 * io.poolingagent.client.apache4.legacy}).
 *
 * <p><b>What is pooled.</b> The engine of each client ({@code MainClientExec}, {@code
 * MinimalClientExec}) gets, in its constructor, {@link
 * io.poolingagent.client.apache4.SharedConnections} in place of its connection manager. That leases
 * from a pool of our own ({@link io.poolingagent.pool.ExclusivePool}) which all clients with one
 * {@link io.poolingagent.client.apache4.Key} share; a new connection is made and opened with the
 * client's own factories. The application's manager stays where it can see it, empty: closing it
 * closes what its own clients have leased. It keeps its limits for its own clients. Nothing but
 * connections is shared: cookies, credentials, interceptors, retries and redirects are in the chain
 * above the engine.
 *
 * <p>A manager of the application's that does nothing but stand around one of these, such as those
 * of the AWS SDKs that measure it, stays in the engine's way: what it passes on is answered by the
 * shadow of the manager behind it ({@link io.poolingagent.client.apache4.Wrapped}).
 *
 * <p><b>What is left alone.</b> Managers of a class that is not {@code
 * PoolingHttpClientConnectionManager} or {@code BasicHttpClientConnectionManager} itself (or adds
 * something to it), or with an operator of the application's own; each request goes the
 * application's own way while the agent is switched off, where the key cannot be told, and if it
 * brings socket factories of its own in its context.
 *
 * <p><b>What sharing adds, and its cure.</b> Stale connections: each idle one is polled before it
 * is reused, expires early, and has a maximum lifetime; the library's own check takes a blocking
 * millisecond and takes a stray 408 for the next answer. Socket timeouts: set anew for each lease
 * as a fresh connection has them. An {@code Error} (since 4.5.6 the engine shuts its manager then):
 * it reaches the shadow, which is the client's own. Users: a connection that carried NTLM or
 * Negotiate, or that the library gave a user token, is its client's alone; a token that is nothing
 * but the client certificate's owner is none, as who shares the pool presents the same certificate,
 * and one that is a plain {@code new Object()} or a class stands for one user, whichever client has
 * it. A tunnel's name and password are in the key as far as they can be foretold; one that was
 * opened as anybody else is its client's alone. Leaked responses: their connection is closed once
 * they are collected.
 *
 * <p><b>What is spared.</b> A builder that was told nothing about connections gets the socket
 * factory for TLS with the JVM's defaults that an earlier one has built, and the user agent's name,
 * which 4.4 and later read from their jar for each client.
 */
@NullMarked
package io.poolingagent.client.apache4;

import org.jspecify.annotations.NullMarked;
