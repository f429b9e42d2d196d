package io.poolingagent.client.apache4;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpClientConnection;
import org.apache.http.conn.ConnectionRequest;
import org.apache.http.conn.HttpClientConnectionManager;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.protocol.HttpContext;

/**
 * What the engine of a client has in place of a connection manager of the application's that stands
 * around one of the library's. It leaves everything to that, and by it comes to the library's own,
 * whose {@linkplain Hooks methods} are answered by its shadow; which would be collected if the
 * engine did not hold this.
 */
final class Wrapped implements HttpClientConnectionManager {
  private final HttpClientConnectionManager wrapper;
  private final CurrentRequest current;

  @SuppressWarnings({"unused", "UnusedVariable"}) // held here
  private final SharedConnections shadow;

  Wrapped(HttpClientConnectionManager wrapper, SharedConnections shadow, CurrentRequest current) {
    this.wrapper = wrapper;
    this.shadow = shadow;
    this.current = current;
  }

  @Override
  public ConnectionRequest requestConnection(HttpRoute route, Object state) {
    try {
      return wrapper.requestConnection(route, state);
    } finally {
      current.take(); // it need not have asked the library's
    }
  }

  @Override
  public void connect(
      HttpClientConnection connection, HttpRoute route, int timeout, HttpContext context)
      throws IOException {
    wrapper.connect(connection, route, timeout, context);
  }

  @Override
  public void upgrade(HttpClientConnection connection, HttpRoute route, HttpContext context)
      throws IOException {
    wrapper.upgrade(connection, route, context);
  }

  @Override
  public void routeComplete(HttpClientConnection connection, HttpRoute route, HttpContext context)
      throws IOException {
    wrapper.routeComplete(connection, route, context);
  }

  @Override
  public void releaseConnection(
      HttpClientConnection connection, Object state, long keepAlive, TimeUnit unit) {
    wrapper.releaseConnection(connection, state, keepAlive, unit);
  }

  @Override
  public void closeIdleConnections(long idleTime, TimeUnit unit) {
    wrapper.closeIdleConnections(idleTime, unit);
  }

  @Override
  public void closeExpiredConnections() {
    wrapper.closeExpiredConnections();
  }

  @Override
  public void shutdown() {
    wrapper.shutdown();
  }
}
