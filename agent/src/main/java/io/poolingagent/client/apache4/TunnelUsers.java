package io.poolingagent.client.apache4;

import io.poolingagent.client.Members;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.apache.http.HttpHost;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.Credentials;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.CredentialsProvider;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.jspecify.annotations.Nullable;

/**
 * Who a client will be to the proxy of a tunnel, before the proxy has asked. A provider of
 * credentials that is not the library's plain one is not asked either: that may have effects, such
 * as a question to the user.
 */
final class TunnelUsers {
  private final MethodHandle credentials;

  /**
   * @throws ReflectiveOperationException if this is not a version that we know
   */
  TunnelUsers() throws ReflectiveOperationException {
    credentials = Members.getter(BasicCredentialsProvider.class, "credMap");
  }

  /**
   * The {@code Proxy-Authorization} that a client would send.
   *
   * @return null for none, and if it depends on what the proxy will say or cannot be told
   */
  @SuppressWarnings("unchecked") // the field's type
  @Nullable String authorization(@Nullable HttpHost proxy, @Nullable CredentialsProvider provider)
      throws Throwable {
    if (proxy == null
        || provider == null
        || provider.getClass() != BasicCredentialsProvider.class) {
      return null;
    }
    AuthScope anyRealm = new AuthScope(proxy.getHostName(), proxy.getPort());
    String only = null;
    for (Map.Entry<AuthScope, Credentials> each :
        ((Map<AuthScope, Credentials>) (Object) credentials.invokeExact((Object) provider))
            .entrySet()) {
      if (anyRealm.match(each.getKey()) >= 0) {
        String found = basic(each.getValue());
        if (found == null || (only != null && !only.equals(found))) {
          return null;
        }
        only = found;
      }
    }
    return only;
  }

  /** As the library writes it, unless it was told another character set. */
  private static @Nullable String basic(Credentials credentials) {
    if (credentials.getClass() != UsernamePasswordCredentials.class) {
      return null;
    }
    String user = credentials.getUserPrincipal().getName() + ":" + credentials.getPassword();
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.US_ASCII));
  }
}
