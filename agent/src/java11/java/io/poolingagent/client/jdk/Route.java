package io.poolingagent.client.jdk;

import io.poolingagent.pool.Permit;
import org.jspecify.annotations.Nullable;

/**
 * One lane to one origin: how many requests are under way, and what they may do to each other. Over
 * HTTP/1.1 nothing, as each has a connection to itself. Over HTTP/2 they share one connection, with
 * two limits that the JDK's client runs into:
 *
 * <ul>
 *   <li>beyond the server's SETTINGS_MAX_CONCURRENT_STREAMS (RFC 9113 section 5.1.2) it fails the
 *       request, and
 *   <li>a body that nobody reads keeps its share of the connection's flow-control window (section
 *       5.2): 16 of 32 MB by default, so that the second one stops every other response for as long
 *       as it is not read.
 * </ul>
 *
 * <p>Thread-safe; its lock is held for a few instructions only, never while something is called
 * that could wait.
 */
final class Route {

  /** What the server speaks to this lane, as far as it is known. */
  enum Protocol {
    UNKNOWN,
    HTTP_1,
    HTTP_2
  }

  final Lane lane;
  private Protocol protocol;
  private int streams;
  private int budget;
  private int unread;
  private boolean leaving;
  private long idleSince;
  private @Nullable Permit permit;

  Route(Lane lane, Protocol protocol, int budget) {
    this.lane = lane;
    this.protocol = protocol;
    this.budget = budget;
  }

  /**
   * Takes a stream of an HTTP/2 connection that is in use and so has its permit already.
   *
   * @param mayStayUnread whether the response's body may be left unread
   */
  boolean join(boolean mayStayUnread) {
    synchronized (this) {
      return protocol == Protocol.HTTP_2 && permit != null && take(mayStayUnread);
    }
  }

  /**
   * Takes a place for a request that holds a permit of its own.
   *
   * @param idleLimitNanos an HTTP/2 connection idle for longer is not used any more
   */
  boolean take(boolean mayStayUnread, long now, long idleLimitNanos) {
    synchronized (this) {
      if (protocol == Protocol.HTTP_2
          && streams == 0
          && idleSince != 0
          && now - idleSince > idleLimitNanos) {
        leaving = true;
      }
      return take(mayStayUnread);
    }
  }

  private boolean take(boolean mayStayUnread) {
    if (protocol != Protocol.HTTP_1
        && (leaving || streams >= budget || (mayStayUnread && unread > 0))) {
      return false;
    }
    if (!lane.enter()) {
      return false;
    }
    streams++;
    if (mayStayUnread) {
      unread++;
    }
    return true;
  }

  /**
   * The body of a request that was taken as one that may stay unread turned out to be one that is
   * read.
   */
  synchronized void willBeRead() {
    unread--;
  }

  /**
   * A response arrived over this protocol.
   *
   * @param own the permit of its request, null if it joined a connection
   * @return what the request keeps: null when its permit became that of the HTTP/2 connection, for
   *     as long as this has streams
   */
  synchronized @Nullable Permit speaks(Protocol seen, @Nullable Permit own) {
    protocol = seen;
    if (seen != Protocol.HTTP_2 || permit != null) {
      return own;
    }
    permit = own;
    return null;
  }

  /** The client refused another stream: the server allows fewer than we thought, or none. */
  synchronized void refusedStream() {
    leaving |= budget == 1;
    budget = Math.max(1, Math.min(budget, streams - 1));
  }

  /** Gives back what was taken. */
  void release(boolean mayStayUnread, long now) {
    Permit released = null;
    synchronized (this) {
      streams--;
      if (mayStayUnread) {
        unread--;
      }
      if (streams == 0) {
        idleSince = now;
        released = permit;
        permit = null;
      }
    }
    lane.leave(now);
    if (released != null) {
      released.release();
    }
  }

  /** Whether an HTTP/2 connection waits for a request here. */
  synchronized boolean isIdle() {
    return streams == 0;
  }

  /** As {@link #isIdle()}; if so, the connection gets no request any more. */
  synchronized boolean leaveIfIdle() {
    if (streams == 0) {
      leaving = true;
      return true;
    }
    return false;
  }

  synchronized Protocol protocol() {
    return protocol;
  }
}
