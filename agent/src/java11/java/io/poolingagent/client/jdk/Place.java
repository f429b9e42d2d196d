package io.poolingagent.client.jdk;

import io.poolingagent.pool.Permit;
import org.jspecify.annotations.Nullable;

/**
 * What a request needs to be sent: a route with room for it, and a permit unless it joins an HTTP/2
 * connection that has one. Immutable.
 */
final class Place {
  /** Null: there is none, and the request goes over a client of its own. */
  final @Nullable Route route;

  final @Nullable Permit permit;
  private final boolean mayStayUnread;

  Place(@Nullable Route route, @Nullable Permit permit, boolean mayStayUnread) {
    this.route = route;
    this.permit = permit;
    this.mayStayUnread = mayStayUnread;
  }

  /** Gives it back unused. */
  void abandon(long now) {
    if (route != null) {
      route.release(mayStayUnread, now);
    }
    if (permit != null) {
      permit.release();
    }
  }
}
