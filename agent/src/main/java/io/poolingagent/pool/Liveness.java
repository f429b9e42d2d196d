package io.poolingagent.pool;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.Socket;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Looks, without waiting, whether an idle connection is still what the last request left: open, and
 * with nothing to read. An end of stream, a TLS close_notify or a stray response (servers announce
 * an idle timeout with a 408) all make a socket readable, and none of them may meet the next
 * request.
 *
 * <p>{@code java.net.Socket} can only tell by a read that blocks for at least a millisecond, too
 * dear to do before each reuse. The JDK's own poll(2) wrapper answers at once; where it cannot be
 * reached, the read is the way.
 */
public final class Liveness {
  /** The packages of {@code java.base} that must be open to this class for it to poll. */
  public static final List<String> NEEDED_PACKAGES =
      Collections.unmodifiableList(Arrays.asList("java.net", "sun.nio.ch"));

  private Liveness() {}

  /** Whether sockets are asked by poll(2); if not, each question waits a millisecond. */
  public static boolean polls() {
    return Polls.POSSIBLE;
  }

  /**
   * Whether a socket that waits for a request is open with nothing to read. If not, it must be
   * closed: the answer may have cost it a byte.
   *
   * @param socket the TCP socket, below TLS; nobody else may be reading from it
   */
  public static boolean quiet(Socket socket) {
    if (socket.isClosed() || socket.isInputShutdown() || socket.isOutputShutdown()) {
      return false;
    }
    // A socket with a channel is only an adaptor around it; its descriptor is elsewhere.
    if (socket.getChannel() == null && Polls.POSSIBLE) {
      try {
        return !Poll.readable(socket);
      } catch (Throwable notThisKind) {
        // A socket implementation of the application's own: ask it the slow way.
      }
    }
    return quietByRead(socket);
  }

  /** The same by a read that waits a millisecond: for TLS sockets that hide what is below them. */
  public static boolean quietByRead(Socket socket) {
    try {
      int timeout = socket.getSoTimeout();
      try {
        socket.setSoTimeout(1);
        socket.getInputStream().read();
        return false;
      } catch (SocketTimeoutException nothingToRead) {
        return true;
      } finally {
        socket.setSoTimeout(timeout);
      }
    } catch (IOException broken) {
      return false;
    }
  }

  /**
   * {@code sun.nio.ch.Net.poll}, present in 8 to 26; the agent opens the packages to itself. Looked
   * up when the first socket is asked, by when they are open. Static, for only then the handles are
   * constants to the JIT.
   */
  private static final class Poll {
    private static final MethodHandle IMPL_OF_SOCKET;
    private static final MethodHandle DESCRIPTOR_OF_IMPL;
    private static final MethodHandle POLL;
    private static final int POLL_IN;

    static {
      try {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        Field impl = Socket.class.getDeclaredField("impl");
        impl.setAccessible(true);
        IMPL_OF_SOCKET = lookup.unreflectGetter(impl);
        Method descriptor = SocketImpl.class.getDeclaredMethod("getFileDescriptor");
        descriptor.setAccessible(true);
        DESCRIPTOR_OF_IMPL = lookup.unreflect(descriptor);
        Class<?> net = Class.forName("sun.nio.ch.Net");
        Method poll = net.getDeclaredMethod("poll", FileDescriptor.class, int.class, long.class);
        poll.setAccessible(true);
        POLL =
            lookup
                .unreflect(poll)
                .asType(
                    MethodType.methodType(int.class, FileDescriptor.class, int.class, long.class));
        Field pollIn = net.getDeclaredField("POLLIN");
        pollIn.setAccessible(true);
        POLL_IN = pollIn.getShort(null);
      } catch (ReflectiveOperationException | RuntimeException notOpen) {
        throw new IllegalStateException(notOpen);
      }
    }

    static boolean readable(Socket socket) throws Throwable {
      SocketImpl impl = (SocketImpl) IMPL_OF_SOCKET.invokeExact(socket);
      FileDescriptor descriptor = (FileDescriptor) DESCRIPTOR_OF_IMPL.invokeExact(impl);
      if (descriptor == null || !descriptor.valid()) {
        return true;
      }
      return (int) POLL.invokeExact(descriptor, POLL_IN, 0L) != 0;
    }
  }

  /** Whether there is such a method. */
  private static final class Polls {
    static final boolean POSSIBLE = arePossible();

    private static boolean arePossible() {
      try {
        return Poll.POLL_IN != 0;
      } catch (LinkageError notOpen) {
        return false;
      }
    }
  }
}
