package io.poolingagent.client.apache4.legacy;

import io.poolingagent.client.apache4.Lease;
import java.io.IOException;
import java.net.InetAddress;
import org.apache.http.HttpHost;
import org.apache.http.conn.ClientConnectionOperator;
import org.apache.http.conn.OperatedClientConnection;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Opens a connection the way of the client that has leased it, and tells of it. An idle connection
 * refers to no client.
 */
@SuppressWarnings("deprecation") // this API is why the class exists
final class Operator implements ClientConnectionOperator {
  private volatile @Nullable ClientConnectionOperator own;
  private volatile @Nullable SharedConnections shadow;
  private volatile @Nullable Lease lease;

  Operator(ClientConnectionOperator own) {
    this.own = own;
  }

  /** From now on it opens connections for this lease. */
  void serve(ClientConnectionOperator own, SharedConnections shadow, Lease lease) {
    this.own = own;
    this.shadow = shadow;
    this.lease = lease;
  }

  /** The lease has ended. */
  void rest() {
    own = null;
    shadow = null;
    lease = null;
  }

  private ClientConnectionOperator own() {
    ClientConnectionOperator current = own;
    if (current == null) {
      throw new IllegalStateException("Adapter is detached.");
    }
    return current;
  }

  @Override
  public OperatedClientConnection createConnection() {
    return own().createConnection();
  }

  @Override
  public void openConnection(
      OperatedClientConnection connection,
      HttpHost target,
      InetAddress local,
      HttpContext context,
      HttpParams params)
      throws IOException {
    ClientConnectionOperator opener = own();
    SharedConnections of = shadow;
    Lease served = lease;
    if (of == null || served == null) {
      throw new IllegalStateException("Adapter is detached.");
    }
    served.connecting();
    served.connection.bound = of.bringsSchemes(context); // if it has got them since it asked
    boolean connected = false;
    try {
      opener.openConnection(
          new OpeningConnection(connection, served.connection), target, local, context, params);
      connected = true;
    } finally {
      if (connected) {
        served.connected();
      } else {
        served.failedToConnect();
      }
    }
  }

  @Override
  public void updateSecureConnection(
      OperatedClientConnection connection, HttpHost target, HttpContext context, HttpParams params)
      throws IOException {
    ClientConnectionOperator opener = own();
    Lease served = lease;
    opener.updateSecureConnection(
        served == null ? connection : new OpeningConnection(connection, served.connection),
        target,
        context,
        params);
  }
}
