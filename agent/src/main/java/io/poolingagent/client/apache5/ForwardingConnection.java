package io.poolingagent.client.apache5;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Identifiable;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** A connection that stands for another one while it has one, and is closed while it has none. */
abstract class ForwardingConnection implements ManagedHttpClientConnection, Identifiable {

  /** The connection that it stands for at this moment. */
  abstract @Nullable ManagedHttpClientConnection current();

  final ManagedHttpClientConnection open() throws ConnectionClosedException {
    ManagedHttpClientConnection connection = current();
    if (connection == null) {
      throw new ConnectionClosedException();
    }
    return connection;
  }

  @Override
  public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
    open().sendRequestHeader(request);
  }

  @Override
  public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
    return open().receiveResponseHeader();
  }

  @Override
  public void sendRequestEntity(ClassicHttpRequest request) throws HttpException, IOException {
    open().sendRequestEntity(request);
  }

  @Override
  public void terminateRequest(ClassicHttpRequest request) throws HttpException, IOException {
    open().terminateRequest(request);
  }

  @Override
  public void receiveResponseEntity(ClassicHttpResponse received)
      throws HttpException, IOException {
    open().receiveResponseEntity(received);
  }

  @Override
  public void flush() throws IOException {
    open().flush();
  }

  @Override
  public boolean isDataAvailable(Timeout timeout) throws IOException {
    return open().isDataAvailable(timeout);
  }

  @Override
  public boolean isStale() throws IOException {
    ManagedHttpClientConnection connection = current();
    return connection == null || connection.isStale();
  }

  @Override
  public boolean isOpen() {
    ManagedHttpClientConnection connection = current();
    return connection != null && connection.isOpen();
  }

  @Override
  public @Nullable Socket getSocket() {
    ManagedHttpClientConnection connection = current();
    return connection == null ? null : connection.getSocket();
  }

  @Override
  public @Nullable SSLSession getSSLSession() {
    ManagedHttpClientConnection connection = current();
    return connection == null ? null : connection.getSSLSession();
  }

  @Override
  public void passivate() {
    ManagedHttpClientConnection connection = current();
    if (connection != null) {
      connection.passivate();
    }
  }

  @Override
  public void activate() {
    ManagedHttpClientConnection connection = current();
    if (connection != null) {
      connection.activate();
    }
  }

  @Override
  public void close() throws IOException {
    close(CloseMode.GRACEFUL);
  }

  @Override
  public @Nullable EndpointDetails getEndpointDetails() {
    ManagedHttpClientConnection connection = current();
    return connection == null ? null : connection.getEndpointDetails();
  }

  @Override
  public @Nullable SocketAddress getLocalAddress() {
    ManagedHttpClientConnection connection = current();
    return connection == null ? null : connection.getLocalAddress();
  }

  @Override
  public @Nullable SocketAddress getRemoteAddress() {
    ManagedHttpClientConnection connection = current();
    return connection == null ? null : connection.getRemoteAddress();
  }

  @Override
  public @Nullable ProtocolVersion getProtocolVersion() {
    ManagedHttpClientConnection connection = current();
    return connection == null ? null : connection.getProtocolVersion();
  }

  @Override
  public Timeout getSocketTimeout() {
    ManagedHttpClientConnection connection = current();
    return connection == null ? Timeout.DISABLED : connection.getSocketTimeout();
  }

  @Override
  public void setSocketTimeout(Timeout timeout) {
    ManagedHttpClientConnection connection = current();
    if (connection != null) {
      connection.setSocketTimeout(timeout);
    }
  }

  @Override
  public String getId() {
    ManagedHttpClientConnection connection = current();
    return connection instanceof Identifiable
        ? ((Identifiable) connection).getId()
        : "http-outgoing-none";
  }

  @Override
  public String toString() {
    ManagedHttpClientConnection connection = current();
    return connection == null ? "[Not bound]" : connection.toString();
  }
}
