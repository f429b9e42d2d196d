package io.poolingagent.client.commonshttpclient3;

import io.poolingagent.client.HttpSemantics;
import io.poolingagent.pool.CloseReason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.apache.commons.httpclient.HostConfiguration;
import org.apache.commons.httpclient.HttpConnection;
import org.apache.commons.httpclient.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a shared pool as the library sees it during one lease: the library's own, which
 * tells the lease what happens to it. One thread at a time uses it; any may close it, also once the
 * lease is over, as {@code HttpMethod.abort()} does that comes late. It reaches nothing then.
 */
final class SharedConnection extends HttpConnection {
  /** Of a kind that the library does not repeat; the application is told the library's own. */
  @SuppressWarnings("serial")
  static final class Unanswered extends IOException {
    Unanswered(String message) {
      super(message);
    }
  }

  private static final String[] AUTHORIZATIONS = {"Authorization: ", "Proxy-Authorization: "};

  private volatile @Nullable Lease lease;

  /** An answer could not be read to its end, perhaps in time: what comes next is the rest of it. */
  private volatile boolean broken;

  /**
   * @param open what the lease begins with; null if it is to be opened
   */
  SharedConnection(HostConfiguration host, Shadow shadow, Lease lease, @Nullable OpenState open) {
    super(host);
    setHttpConnectionManager(shadow);
    getParams().setDefaults(shadow.getParams());
    this.lease = lease;
    if (open != null) {
      open.giveTo(this);
    }
  }

  /** The client is done with it. Idempotent. */
  void end() {
    InputStream unread = getLastResponseInputStream();
    if (unread != null) {
      setLastResponseInputStream(null);
      try {
        unread.close(); // reads to the end
      } catch (IOException broken) {
        close();
      }
    }
    Lease ended;
    OpenState open;
    synchronized (this) { // who closes it does so before, or in vain
      ended = lease;
      lease = null;
      open = ended != null && isReusable() ? new OpenState(this) : null;
    }
    if (ended != null) {
      ended.end(open);
    }
  }

  @Override
  public void open() throws IOException {
    Lease current = lease;
    if (current != null) {
      current.connecting();
    }
    super.open();
    broken = false;
    if (current != null) {
      current.connected(getSocket());
    }
  }

  @Override
  public void tunnelCreated() throws IOException {
    Lease current = lease;
    Socket tcp = getSocket();
    super.tunnelCreated();
    if (current != null) {
      current.tunnelled(tcp, getSocket());
    }
  }

  /** Whether it is open, all the way to its host, and between two answers. */
  private boolean isReusable() {
    return isOpen() && !broken && (!isSecure() || isTransparent());
  }

  /**
   * The library takes a body for read once it has tried to: after a timeout it would keep the
   * connection, in the middle of an answer.
   */
  @Override
  public InputStream getResponseInputStream() throws IOException {
    return new FilterInputStream(super.getResponseInputStream()) {
      @Override
      public int read() throws IOException {
        try {
          return in.read();
        } catch (IOException e) {
          broken = true;
          throw e;
        }
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
          return in.read(bytes, offset, length);
        } catch (IOException e) {
          broken = true;
          throw e;
        }
      }
    };
  }

  @Override
  public synchronized void close() {
    super.close();
    Lease current = lease;
    if (current != null) {
      current.closed(CloseReason.SERVER);
    }
  }

  /** The pool has looked just now; the library's own look takes a millisecond. */
  @Override
  public boolean closeIfStale() throws IOException {
    Lease current = lease;
    return (current == null || !current.isProven()) && super.closeIfStale();
  }

  /** The key of the pool tells nothing of credentials for that. */
  private boolean opensTunnel() {
    return isSecure() && !isTransparent();
  }

  @Override
  public void print(String data, String charset) throws IOException {
    Lease current = lease;
    if (current != null) {
      current.sends();
      for (String header : AUTHORIZATIONS) {
        if (data.regionMatches(true, 0, header, 0, header.length())
            && (opensTunnel()
                || HttpSemantics.authenticatesConnection(data.substring(header.length()).trim()))) {
          current.bound = true;
        }
      }
    }
    super.print(data, charset);
  }

  /**
   * The status line. Where the server has left a connection that was used before, the library would
   * send any request again, also one that must not be done twice.
   */
  @Override
  @SuppressWarnings("NullAway") // the library's null: the end
  public String readLine(String charset) throws IOException {
    Lease current = lease;
    if (current == null || !current.isReused()) {
      return super.readLine(charset);
    }
    try {
      String line = super.readLine(charset);
      if (line == null) {
        Unanswered unanswered = new Unanswered("The server " + getHost() + " failed to respond");
        current.unanswered(unanswered);
        if (!current.isIdempotent()) {
          throw unanswered;
        }
      }
      return line;
    } catch (SocketTimeoutException silent) {
      current.unanswered(silent);
      throw silent;
    } catch (SocketException died) {
      boolean closedHere = !isOpen() || current.isRevoked();
      if (!closedHere) {
        current.unanswered(died);
      }
      if (closedHere || !current.isIdempotent()) {
        throw died; // asked for, or not to be sent again
      }
      NoHttpResponseException unanswered = new NoHttpResponseException(died.getMessage());
      unanswered.initCause(died);
      throw unanswered;
    } finally {
      current.answered();
    }
  }
}
