package io.poolingagent.client.apache4.legacy;

import io.poolingagent.client.apache4.PooledConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.apache.http.HttpConnectionMetrics;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.conn.OperatedClientConnection;
import org.apache.http.params.HttpParams;
import org.jspecify.annotations.Nullable;

/** The library's connection while it is opened: sees which sockets it is given. */
@SuppressWarnings("deprecation") // this API is why the class exists
final class OpeningConnection implements OperatedClientConnection {
  private final OperatedClientConnection connection;
  private final PooledConnection pooled;

  OpeningConnection(OperatedClientConnection connection, PooledConnection pooled) {
    this.connection = connection;
    this.pooled = pooled;
  }

  @Override
  public void opening(Socket socket, HttpHost target) throws IOException {
    pooled.bound(socket);
    connection.opening(socket, target);
  }

  @Override
  public void openCompleted(boolean secure, HttpParams params) throws IOException {
    connection.openCompleted(secure, params);
    pooled.bound(connection.getSocket());
  }

  @Override
  public void update(@Nullable Socket socket, HttpHost target, boolean secure, HttpParams params)
      throws IOException {
    if (socket != null) {
      pooled.bound(socket);
    }
    connection.update(socket, target, secure, params);
  }

  @Override
  public HttpHost getTargetHost() {
    return connection.getTargetHost();
  }

  @Override
  public boolean isSecure() {
    return connection.isSecure();
  }

  @Override
  public Socket getSocket() {
    return connection.getSocket();
  }

  @Override
  public boolean isResponseAvailable(int timeout) throws IOException {
    return connection.isResponseAvailable(timeout);
  }

  @Override
  public void sendRequestHeader(HttpRequest request) throws HttpException, IOException {
    connection.sendRequestHeader(request);
  }

  @Override
  public void sendRequestEntity(HttpEntityEnclosingRequest request)
      throws HttpException, IOException {
    connection.sendRequestEntity(request);
  }

  @Override
  public HttpResponse receiveResponseHeader() throws HttpException, IOException {
    return connection.receiveResponseHeader();
  }

  @Override
  public void receiveResponseEntity(HttpResponse response) throws HttpException, IOException {
    connection.receiveResponseEntity(response);
  }

  @Override
  public void flush() throws IOException {
    connection.flush();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  @Override
  public boolean isOpen() {
    return connection.isOpen();
  }

  @Override
  public boolean isStale() {
    return connection.isStale();
  }

  @Override
  public void setSocketTimeout(int timeout) {
    connection.setSocketTimeout(timeout);
  }

  @Override
  public int getSocketTimeout() {
    return connection.getSocketTimeout();
  }

  @Override
  public void shutdown() throws IOException {
    connection.shutdown();
  }

  @Override
  public HttpConnectionMetrics getMetrics() {
    return connection.getMetrics();
  }

  @Override
  public InetAddress getLocalAddress() {
    return connection.getLocalAddress();
  }

  @Override
  public int getLocalPort() {
    return connection.getLocalPort();
  }

  @Override
  public InetAddress getRemoteAddress() {
    return connection.getRemoteAddress();
  }

  @Override
  public int getRemotePort() {
    return connection.getRemotePort();
  }

  @Override
  public String toString() {
    return connection.toString();
  }
}
