package io.poolingagent.app.commonshttpclient3;

import io.poolingagent.app.Config;
import io.poolingagent.app.Tls;
import io.poolingagent.app.TlsContent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.commons.httpclient.params.HttpConnectionParams;
import org.apache.commons.httpclient.protocol.ProtocolSocketFactory;
import org.apache.commons.httpclient.protocol.SecureProtocolSocketFactory;
import org.jspecify.annotations.Nullable;

/** Sockets of a context of the application's, as its guide shows how to make them. */
final class TlsSockets implements SecureProtocolSocketFactory {
  private final SSLSocketFactory factory;

  private TlsSockets(SSLSocketFactory factory) {
    this.factory = factory;
  }

  /** The factory that a client is to have, or null for the default. */
  static @Nullable ProtocolSocketFactory of(Config config) {
    String described = config.get("tls");
    if (described != null) {
      return new TlsSockets(new TlsContent(described).context().getSocketFactory());
    }
    return config.has("sslContext")
        ? new TlsSockets(config.instance("sslContext", Tls.class, Tls::new).socketFactory())
        : null;
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean close)
      throws IOException {
    return factory.createSocket(socket, host, port, close);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return factory.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return factory.createSocket(host, port, local, localPort);
  }

  @Override
  public Socket createSocket(
      String host,
      int port,
      @Nullable InetAddress local,
      int localPort,
      HttpConnectionParams parameters)
      throws IOException {
    Socket socket = factory.createSocket();
    if (local != null) {
      socket.bind(new InetSocketAddress(local, localPort));
    }
    socket.connect(new InetSocketAddress(host, port), parameters.getConnectionTimeout());
    return socket;
  }
}
