package io.poolingagent.client.commonshttpclient3;

import io.poolingagent.client.HttpSemantics;
import io.poolingagent.pool.CloseReason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import org.apache.commons.httpclient.HostConfiguration;
import org.apache.commons.httpclient.HttpConnection;
import org.apache.commons.httpclient.NoHttpResponseException;
import org.apache.commons.httpclient.params.HttpConnectionParams;
import org.apache.commons.httpclient.protocol.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a shared pool as the library sees it: the library's own, which tells its lease
 * what happens to it. One thread at a time uses it.
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

  private final PooledConnection pooled;
  private @Nullable Lease lease;
  private @Nullable Protocol protocol;

  /** An answer could not be read to its end, perhaps in time: what comes next is the rest of it. */
  private volatile boolean broken;

  SharedConnection(HostConfiguration host, PooledConnection pooled) {
    super(host);
    this.pooled = pooled;
  }

  PooledConnection pooled() {
    return pooled;
  }

  /** A client has it from now on, with its own parameters and its own name for the protocol. */
  void lentBy(Lease lease, HttpConnectionParams defaults, HostConfiguration host) {
    HttpConnectionParams own = new HttpConnectionParams();
    own.setDefaults(defaults);
    setParams(own);
    this.protocol = host.getProtocol();
    this.lease = lease;
  }

  /**
   * The client is done with it, and nothing here refers to that any longer.
   *
   * @return its lease; null if that has ended before
   */
  @Nullable Lease end() {
    Lease ended = lease;
    lease = null;
    protocol = null;
    setHttpConnectionManager(null);
    setParams(new HttpConnectionParams());
    InputStream unread = getLastResponseInputStream();
    if (ended != null && unread != null) {
      setLastResponseInputStream(null);
      try {
        unread.close(); // reads to the end
      } catch (IOException broken) {
        super.close();
      }
    }
    return ended;
  }

  @Override
  public Protocol getProtocol() {
    Protocol own = protocol;
    return own == null ? super.getProtocol() : own;
  }

  @Override
  public void open() throws IOException {
    Lease current = lease;
    if (current != null) {
      current.connecting();
    }
    super.open();
    broken = false;
    pooled.opened(getSocket(), getSocket());
    if (current != null) {
      current.connected();
    }
  }

  @Override
  public void tunnelCreated() throws IOException {
    Socket tcp = getSocket();
    super.tunnelCreated();
    pooled.opened(tcp, getSocket());
  }

  /** Whether it is open, all the way to its host, and between two answers. */
  boolean isReusable() {
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
  public void close() {
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

  @Override
  public void print(String data, String charset) throws IOException {
    Lease current = lease;
    if (current != null) {
      current.sends();
      for (String header : AUTHORIZATIONS) {
        if (data.regionMatches(true, 0, header, 0, header.length())
            && HttpSemantics.authenticatesConnection(data.substring(header.length()).trim())) {
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
        current.unanswered();
      }
      if (line == null && !current.isIdempotent()) {
        throw new Unanswered("The server " + getHost() + " failed to respond");
      }
      return line;
    } catch (SocketException died) {
      boolean closedHere = !isOpen() || current.isRevoked();
      if (!closedHere) {
        current.unanswered();
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
