package io.poolingagent.client.apache4.legacy;

import org.apache.http.conn.OperatedClientConnection;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.conn.routing.RouteTracker;
import org.apache.http.impl.conn.AbstractPoolEntry;

/** The library's connection with its route, as it stays the same from client to client. */
@SuppressWarnings("deprecation") // this API is why the class exists
final class Entry extends AbstractPoolEntry {
  private final Operator operator;

  Entry(Operator operator, HttpRoute route) {
    super(operator, route);
    this.operator = operator;
  }

  Operator operator() {
    return operator;
  }

  OperatedClientConnection connection() {
    return connection;
  }

  /** Whether it is open all along its route, and no further. */
  boolean isComplete() {
    RouteTracker tracked = tracker;
    return tracked != null && tracked.isConnected() && tracked.toRoute().equals(route);
  }
}
