package io.poolingagent.client.apache5;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.poolingagent.pool.PoolKey;
import java.util.Base64;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.SystemDefaultCredentialsProvider;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/** Whom a proxy knows a tunnel by: foretold, to find one, and observed, when one is made. */
final class TunnelUser {
  private static final String BASIC = "Basic ";

  private TunnelUser() {}

  /**
   * Whom a client is going to tell a proxy that it is.
   *
   * @return a digest; null for nobody; what is equal to nothing if it cannot be foretold
   */
  static @Nullable Object foretold(HttpRoute route, HttpClientContext context) {
    CredentialsProvider provider = context.getCredentialsProvider();
    HttpHost proxy = route.getProxyHost();
    if (provider == null || proxy == null) {
      return null;
    }
    if (provider instanceof SystemDefaultCredentialsProvider
        || provider.getClass().getClassLoader() != HttpRoute.class.getClassLoader()) {
      return new Object(); // asking it may have effects
    }
    Credentials credentials = provider.getCredentials(new AuthScope(proxy), context);
    if (credentials == null) {
      return null;
    }
    char[] password = credentials.getPassword();
    return credentials.getClass() != UsernamePasswordCredentials.class || password == null
        ? new Object()
        : of(
            ((UsernamePasswordCredentials) credentials).getUserName() + ':' + new String(password));
  }

  private static Object of(String namePassword) {
    return PoolKey.builder("proxy").secret("user", namePassword).build();
  }

  /**
   * Whether a proxy was told just that. Credentials may come from elsewhere than from the client's
   * provider, and only Basic shows which they are.
   *
   * @param authorization what it was sent
   */
  static boolean wasTold(@Nullable Object foretold, @Nullable String authorization) {
    if (foretold == null
        || authorization == null
        || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return false;
    }
    try {
      byte[] told = Base64.getDecoder().decode(authorization.substring(BASIC.length()).trim());
      return foretold.equals(of(new String(told, UTF_8)));
    } catch (IllegalArgumentException noBase64) {
      return false;
    }
  }
}
