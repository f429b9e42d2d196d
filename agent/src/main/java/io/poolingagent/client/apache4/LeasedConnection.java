package io.poolingagent.client.apache4;

import io.poolingagent.pool.CloseReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.apache.http.HttpConnectionMetrics;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpException;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.conn.ManagedHttpClientConnection;
import org.apache.http.impl.conn.ConnectionShutdownException;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * A leased connection as the engine and the application's interceptors see it, like the proxy that
 * the library's own pool hands out: once it is given back it reaches nothing any more.
 */
final class LeasedConnection implements ManagedHttpClientConnection, HttpContext {
  private volatile @Nullable Lease lease;
  private final ManagedHttpClientConnection connection;

  /** One client's attributes are not for the next one. */
  private volatile @Nullable Map<String, Object> attributes;

  LeasedConnection(Lease lease) {
    this.lease = lease;
    this.connection = (ManagedHttpClientConnection) lease.connection.connection;
    lease.ownedBy(this);
  }

  /** The lease, or null if it has ended. */
  @Nullable Lease lease() {
    return lease;
  }

  /** Ends the use of the connection through this object; answers the lease if that is new. */
  @Nullable Lease detach() {
    Lease detached = lease;
    lease = null;
    return detached;
  }

  private Lease valid() {
    Lease current = lease;
    if (current == null) {
      throw new ConnectionShutdownException();
    }
    return current;
  }

  private ManagedHttpClientConnection connection() {
    valid();
    return connection;
  }

  @Override
  public void close() throws IOException {
    Lease current = lease;
    if (current != null) {
      try {
        connection.close();
      } finally {
        current.closed(CloseReason.SERVER);
      }
    }
  }

  @Override
  public void shutdown() throws IOException {
    Lease current = lease;
    if (current != null) {
      try {
        connection.shutdown();
      } finally {
        current.closed(CloseReason.ERROR);
      }
    }
  }

  @Override
  public boolean isOpen() {
    return lease != null && connection.isOpen();
  }

  /** A pooled connection was looked at just now; the library's own look takes a millisecond. */
  @Override
  public boolean isStale() {
    Lease current = lease;
    return current == null || (!current.isProven() && connection.isStale());
  }

  @Override
  public void bind(Socket socket) throws IOException {
    Lease current = valid();
    connection.bind(socket);
    current.connection.bound(socket);
  }

  @Override
  public void sendRequestHeader(HttpRequest request) throws HttpException, IOException {
    valid().sends(request);
    connection.sendRequestHeader(request);
  }

  @Override
  public HttpResponse receiveResponseHeader() throws HttpException, IOException {
    Lease current = valid();
    try {
      HttpResponse response = connection.receiveResponseHeader();
      current.received(response);
      return response;
    } catch (IOException died) {
      failed(died);
      throw died;
    }
  }

  @Override
  public void sendRequestEntity(HttpEntityEnclosingRequest request)
      throws HttpException, IOException {
    try {
      connection().sendRequestEntity(request);
    } catch (SocketException | SSLException died) { // others may come from what is to be sent
      failed(died);
      throw died;
    }
  }

  @Override
  public void receiveResponseEntity(HttpResponse response) throws HttpException, IOException {
    connection().receiveResponseEntity(response);
  }

  @Override
  public boolean isResponseAvailable(int timeout) throws IOException {
    return connection().isResponseAvailable(timeout);
  }

  @Override
  public void flush() throws IOException {
    try {
      connection().flush();
    } catch (IOException died) {
      failed(died);
      throw died;
    }
  }

  private void failed(IOException failure) {
    Lease current = lease;
    if (current != null && connection.isOpen()) {
      current.failed(failure);
    }
  }

  @Override
  public void setSocketTimeout(int timeout) {
    connection().setSocketTimeout(timeout);
  }

  @Override
  public int getSocketTimeout() {
    return connection().getSocketTimeout();
  }

  @Override
  public HttpConnectionMetrics getMetrics() {
    return connection().getMetrics();
  }

  @Override
  public String getId() {
    return connection().getId();
  }

  @Override
  public Socket getSocket() {
    return connection().getSocket();
  }

  @Override
  public SSLSession getSSLSession() {
    return connection().getSSLSession();
  }

  @Override
  public InetAddress getLocalAddress() {
    return connection().getLocalAddress();
  }

  @Override
  public int getLocalPort() {
    return connection().getLocalPort();
  }

  @Override
  public InetAddress getRemoteAddress() {
    return connection().getRemoteAddress();
  }

  @Override
  public int getRemotePort() {
    return connection().getRemotePort();
  }

  @Override
  @SuppressWarnings("NullAway") // the library's null: no such attribute
  public Object getAttribute(String id) {
    Map<String, Object> known = attributes;
    return known == null ? null : known.get(id);
  }

  @Override
  public void setAttribute(String id, Object value) {
    Map<String, Object> known = attributes;
    if (known == null) {
      known = new ConcurrentHashMap<>(4);
      attributes = known;
    }
    known.put(id, value);
  }

  @Override
  @SuppressWarnings("NullAway") // the library's null: no such attribute
  public Object removeAttribute(String id) {
    Map<String, Object> known = attributes;
    return known == null ? null : known.remove(id);
  }

  @Override
  public String toString() {
    return lease == null ? "CPoolProxy{detached}" : "CPoolProxy{" + connection + "}";
  }
}
