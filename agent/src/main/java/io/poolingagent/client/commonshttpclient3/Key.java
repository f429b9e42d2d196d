package io.poolingagent.client.commonshttpclient3;

import io.poolingagent.pool.PoolKey;
import io.poolingagent.tls.TlsIdentities;
import javax.net.ssl.SSLSocketFactory;
import org.apache.commons.httpclient.HostConfiguration;
import org.apache.commons.httpclient.params.HttpConnectionParams;
import org.apache.commons.httpclient.protocol.DefaultProtocolSocketFactory;
import org.apache.commons.httpclient.protocol.ProtocolSocketFactory;
import org.apache.commons.httpclient.protocol.SSLProtocolSocketFactory;
import org.apache.commons.httpclient.protocol.SecureProtocolSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * What takes part in opening a connection: the protocol's socket factory, the proxy, the local
 * address and the options of the socket. Cookies, credentials, retries and timeouts act per
 * request.
 */
final class Key {
  private Key() {}

  /**
   * The key of connections to a host.
   *
   * @param parameters the manager's
   * @param unknownToProxies whether a tunnel would be opened without credentials
   * @return null if they are not to be shared
   */
  static @Nullable PoolKey of(
      HostConfiguration host,
      HttpConnectionParams parameters,
      boolean unknownToProxies,
      TlsIdentities tls) {
    boolean proxied = host.getProxyHost() != null;
    if (proxied && host.getProtocol().isSecure() && !unknownToProxies) {
      return null; // its tunnel would be opened with the credentials of one client's state
    }
    PoolKey.Builder key = PoolKey.builder(Adapter.CLIENT);
    factory(key, host.getProtocol().getSocketFactory(), tls);
    return key.value("proxy", proxied ? host.getProxyHost() + ":" + host.getProxyPort() : null)
        .value("localAddress", host.getLocalAddress())
        .value("noDelay", parameters.getTcpNoDelay())
        .value("linger", parameters.getLinger())
        .value("sendBuffer", parameters.getSendBufferSize())
        .value("receiveBuffer", parameters.getReceiveBufferSize())
        .build();
  }

  private static void factory(
      PoolKey.Builder key, ProtocolSocketFactory factory, TlsIdentities tls) {
    Class<?> type = factory.getClass();
    if (type == DefaultProtocolSocketFactory.class) {
      key.key("socketFactory", null);
    } else if (type == SSLProtocolSocketFactory.class) {
      // It asks for the JVM's default each time.
      key.key("socketFactory", tls.of((SSLSocketFactory) SSLSocketFactory.getDefault()));
    } else if (factory instanceof SecureProtocolSocketFactory) {
      key.key("socketFactory", tls.ofOther(factory));
    } else {
      key.identity("socketFactory", factory);
    }
  }
}
