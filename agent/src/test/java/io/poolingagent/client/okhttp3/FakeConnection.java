package io.poolingagent.client.okhttp3;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.util.Collections;
import javax.net.SocketFactory;
import okhttp3.Address;
import okhttp3.Authenticator;
import okhttp3.Connection;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.Handshake;
import okhttp3.Protocol;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/** Not of the library: it tells where it leads and what it speaks; who asks for more fails. */
final class FakeConnection implements Connection {
  private final Address address;
  private final Protocol protocol;

  FakeConnection(Address address, Protocol protocol) {
    this.address = address;
    this.protocol = protocol;
  }

  FakeConnection(Protocol protocol) {
    this(address("a.example", 80), protocol);
  }

  /** Of a client for http that nobody has configured. */
  static Address address(String host, int port) {
    return new Address(
        host,
        port,
        Dns.SYSTEM,
        SocketFactory.getDefault(),
        null,
        null,
        null,
        Authenticator.NONE,
        null,
        Collections.singletonList(Protocol.HTTP_1_1),
        Collections.singletonList(ConnectionSpec.CLEARTEXT),
        ProxySelector.getDefault());
  }

  static Route route(Address address) {
    String host = address.url().host();
    int port = address.url().port();
    return new Route(address, Proxy.NO_PROXY, InetSocketAddress.createUnresolved(host, port));
  }

  @Override
  public Route route() {
    return route(address);
  }

  @Override
  public Socket socket() {
    return new Socket();
  }

  @Override
  public @Nullable Handshake handshake() {
    return null;
  }

  @Override
  public Protocol protocol() {
    return protocol;
  }
}
