package io.poolingagent.it;

import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The accepted sockets of one server, or of several together. Thread-safe. */
public final class SocketCount {

  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger maxOpen = new AtomicInteger();
  private final boolean countsMaximum;

  /** Counts all that a test can ask for. */
  public SocketCount() {
    this(true);
  }

  private SocketCount(boolean countsMaximum) {
    this.countsMaximum = countsMaximum;
  }

  /**
   * Does not count how many were open at once: where clients never close, each of their sockets is
   * a new maximum and takes a tenth of a second.
   */
  public static SocketCount withoutMaximum() {
    return new SocketCount(false);
  }

  /** Counts a socket; its server calls {@link #gone} as soon as it sees the end of it. */
  public void accepted(Socket socket) {
    accepted.incrementAndGet();
    open.add(socket);
    if (!countsMaximum) {
      return;
    }
    // A new maximum counts only when it lasts: a FIN that the kernel received before this accept
    // needs a moment until the thread that reads that socket sees it.
    for (int i = 0; open.size() > maxOpen.get() && i < 100; i++) {
      Upstream.pause(1);
    }
    maxOpen.accumulateAndGet(open.size(), Math::max);
  }

  /** The server has seen the end of a socket. */
  public void gone(Socket socket) {
    open.remove(socket);
  }

  void closeAll() {
    open.forEach(Upstream::closeQuietly);
  }

  /** How many sockets were accepted. */
  public int connections() {
    return accepted.get();
  }

  /** How many are open, as far as the server has seen. */
  public int open() {
    return open.size();
  }

  /**
   * The most that were open at once; sockets on which the client's FIN has arrived do not count.
   */
  public int maxOpen() {
    if (!countsMaximum) {
      throw new IllegalStateException("not counted");
    }
    return maxOpen.get();
  }
}
