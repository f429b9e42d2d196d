/**
 * The API of Apache HttpClient 4.0, which later versions keep: {@code DefaultHttpClient}, {@code
 * SystemDefaultHttpClient}, {@code AutoRetryHttpClient}, {@code ContentEncodingHttpClient} and
 * whatever else sends by {@code DefaultRequestDirector}.
 *
 * <p><b>What is pooled.</b> The director of each request gets {@link
 * io.poolingagent.client.apache4.legacy.SharedConnections} in place of its client's connection
 * manager; pools, leases and safety are those of {@link io.poolingagent.client.apache4}. A
 * connection is the library's own, in an entry ({@code AbstractPoolEntry}) that passes from client
 * to client and is opened by whoever has it. The scheme registry and the parameters are read for
 * each request, since applications change them after they have made the client.
 *
 * <p><b>What is left alone.</b> Managers of a class that is not one of the library's four itself;
 * directors of the application's own; schemes that it has not registered; requests with a scheme
 * registry of their own in their context.
 *
 * <p><b>A cure more.</b> Up to 4.1 the default handler sends any request again when the server has
 * dropped it; for one that is not idempotent that is vetoed on a connection that was used before,
 * which may have been dropped for its age alone.
 */
@NullMarked
package io.poolingagent.client.apache4.legacy;

import org.jspecify.annotations.NullMarked;
