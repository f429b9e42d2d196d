/**
 * Apache HttpClient 5.0 to 5.6, classic.
 *
 * <p><b>What is pooled.</b> A client's engine gets, in its constructor, a {@link
 * io.poolingagent.client.apache5.Shadow} in place of its connection manager, which stays where the
 * application sees it. The shadow leaves all to that manager, so its limits, its life cycle and its
 * exceptions are in force as ever; but what the manager leases is a {@link
 * io.poolingagent.client.apache5.Lease} that stands for a connection of the {@linkplain
 * io.poolingagent.pool.ExclusivePool pool} which all clients of one {@link
 * io.poolingagent.client.apache5.Key} share. A connection is opened by the manager of the client
 * that needs it, by its own rules. Between requests the manager has none. TLS material that a
 * manager builds for itself is the {@linkplain io.poolingagent.client.apache5.Built first one's} of
 * its configuration.
 *
 * <p><b>What is left alone.</b> The first client of a configuration, which may be the one that an
 * application keeps (unless there are hard limits, which hold for it, too). Managers (but for those
 * that stand around one of the library's, or add nothing to its class), operators and connection
 * factories of other classes than the library's; clients that were told that their manager is
 * shared; clients with a reuse strategy of their own. Requests that bring socket factories, and
 * those of which nothing is known. Asynchronous clients, see {@link
 * io.poolingagent.client.apache5.async}.
 *
 * <p><b>What sharing adds, and its cure.</b> A stale connection, or one with bytes that nobody has
 * asked for: each idle connection is polled before it is reused, expires early, and has a maximum
 * lifetime. Socket timeouts of the last user, which 5.2 and later restore: set anew at each lease.
 * NTLM, Negotiate, and user tokens: such a connection goes back to its client's own manager, or is
 * closed. Client certificates are part of the key, so that their token is nobody's alone. Tunnels:
 * only for the same proxy user, and one whose CONNECT named another than was foretold goes the way
 * of NTLM. An {@code Error} closes the manager: its own one, which has nothing of the others'.
 * Leaked responses: their connection is closed once the lease is collected.
 */
@NullMarked
package io.poolingagent.client.apache5;

import org.jspecify.annotations.NullMarked;
