package io.poolingagent.client;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * Socket factories and resolvers of published SDKs. An application's own one is the same as itself
 * only, for it may go by the thread or the tenant without a field that shows it. The source of
 * these was read: what they do depends on nothing but their fields, so two of one class are
 * compared by them.
 */
public final class SdkParts {
  private static final Set<String> GO_BY_THEIR_FIELDS =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "org.eclipse.jgit.transport.http.apache.HttpClientConnection$1",
                  "org.eclipse.jgit.transport.http.apache.HttpClientConnectionFactory$HttpClientSession$1",
                  "com.amazonaws.http.DelegatingDnsResolver",
                  "com.amazonaws.http.conn.SdkPlainSocketFactory",
                  "com.amazonaws.http.conn.ssl.SdkTLSSocketFactory",
                  "com.ibm.cloud.objectstorage.http.DelegatingDnsResolver",
                  "com.ibm.cloud.objectstorage.http.conn.SdkPlainSocketFactory",
                  "com.ibm.cloud.objectstorage.http.conn.ssl.SdkTLSSocketFactory",
                  "org.apache.http.conn.ssl.LenientSslConnectionSocketFactory", // Karate's
                  "software.amazon.awssdk.http.apache.internal.conn.SdkTlsSocketFactory",
                  "software.amazon.awssdk.http.apache5.internal.conn.SdkTlsSocketFactory")));

  private SdkParts() {}

  /** Whether an object is one of these. */
  public static boolean goesByItsFields(Object part) {
    return GO_BY_THEIR_FIELDS.contains(part.getClass().getName());
  }
}
