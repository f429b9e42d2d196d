package io.poolingagent.tls;

import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.Provider;
import java.security.Security;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes contexts with the managers of others. */
final class Sealing {
  private Sealing() {}

  /** A context like the one given, or null if that may be used itself. */
  static @Nullable SSLContext copy(SSLContext context) throws GeneralSecurityException {
    return copyOf(context, context.getProvider());
  }

  /** The same for a context behind a factory. */
  static @Nullable SSLContext copy(SSLSocketFactory factory) throws GeneralSecurityException {
    return copyOf(factory, Security.getProvider("SunJSSE"));
  }

  private static @Nullable SSLContext copyOf(Object original, @Nullable Provider provider)
      throws GeneralSecurityException {
    Jsse.State state;
    try {
      Jsse jsse = Jsse.instance();
      state = jsse == null ? null : jsse.state(original);
    } catch (ReflectiveOperationException shut) {
      return null;
    }
    if (state == null) {
      return null;
    }
    String type = state.implementation.getClass().getName();
    if (type.endsWith("$DefaultSSLContext")) {
      return null; // made whole, it refuses to be initialised
    }
    SSLContext copy = SSLContext.getInstance(protocol(type, provider), provider);
    copy.init(
        new KeyManager[] {(KeyManager) state.keys},
        new TrustManager[] {(TrustManager) state.trust},
        state.random);
    copy.getClientSessionContext().setSessionCacheSize(state.sessions.getSessionCacheSize());
    copy.getClientSessionContext().setSessionTimeout(state.sessions.getSessionTimeout());
    return copy;
  }

  private static String protocol(String type, @Nullable Provider provider)
      throws KeyManagementException {
    if (provider != null) {
      for (Provider.Service service : provider.getServices()) {
        if (service.getType().equals("SSLContext") && service.getClassName().equals(type)) {
          return service.getAlgorithm();
        }
      }
    }
    throw new KeyManagementException("no provider of " + type);
  }
}
