/**
 * {@code HttpURLConnection} and {@code HttpsURLConnection} of JDK 8 to 26.
 *
 * <p><b>What is pooled.</b> The JDK's implementation stays in charge of everything; only where it
 * asks its own cache for an idle connection ({@code KeepAliveCache.get} and {@code put}) it gets
 * one from our {@link io.poolingagent.client.urlconnection.Connections shared connections}, which
 * are told apart by {@link io.poolingagent.client.urlconnection.Key}: factories that are equal by
 * content share, verifiers that are not do not. A connection is opened by the factory of the
 * request that needs it, so nothing of a handshake differs.
 *
 * <p><b>What is repaired.</b> Factories made anew. {@code disconnect()}: it closes the answer, and
 * no longer some idle connection beside it. Answers that nobody reads: {@link
 * io.poolingagent.client.urlconnection.Unread}. Redirects: their connection is kept. Five idle
 * connections per host, and five seconds.
 *
 * <p><b>What is left alone.</b> Connections with NTLM, Negotiate or Kerberos: they stay in the
 * JDK's own cache, with its rules. What the user has set: {@code http.keepAlive}, {@code
 * http.maxConnections}, {@code http.keepAlive.time.*}; all are read where the JDK reads them, none
 * before.
 *
 * <p><b>What sharing adds, and its cure.</b> Stale connections: each is polled before it is used,
 * expires early, and has a maximum lifetime. (Where the JDK itself would have used the same one for
 * a request that may be repeated, within milliseconds and without a look, there is none here
 * either.) A duplicated POST: the JDK sends any request again whose connection dies; on a used
 * connection that is vetoed unless it is idempotent. Leaked answers: clients of the JDK are known
 * {@link io.poolingagent.client.urlconnection.Directory weakly}, and give their permit back when
 * they are collected.
 *
 * <p>What a hook does is not itself hooked. Where the JDK gives a connection back inside one
 * ({@link io.poolingagent.client.urlconnection.Unread}), it lands in the JDK's cache and is fetched
 * from there.
 */
@NullMarked
package io.poolingagent.client.urlconnection;

import org.jspecify.annotations.NullMarked;
