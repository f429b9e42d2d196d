package io.poolingagent.client.apache4.legacy;

import io.poolingagent.client.apache4.Lease;
import io.poolingagent.pool.CloseReason;
import java.io.IOException;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpException;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.impl.conn.AbstractPooledConnAdapter;
import org.jspecify.annotations.Nullable;

/**
 * A leased connection as the director and the application see it. Most of it is the library's own:
 * that comes back to the manager that it was made with.
 */
@SuppressWarnings("deprecation") // this API is why the class exists
final class LeasedConnection extends AbstractPooledConnAdapter {
  private final Entry entry;
  private final Lease lease;

  /** One client's attributes are not for the next one. */
  private volatile @Nullable Map<String, Object> attributes;

  LeasedConnection(ClientConnectionManager manager, Entry entry, Lease lease) {
    super(manager, entry);
    this.entry = entry;
    this.lease = lease;
    markReusable();
    lease.ownedBy(this);
  }

  /** The director is done with it: keeps the connection if it is good, and reaches it no more. */
  synchronized void end(long keepAlive, TimeUnit unit) {
    if (getWrappedConnection() == null) {
      return;
    }
    boolean reusable = isOpen() && isMarkedReusable() && entry.isComplete();
    Object state = entry.getState();
    detach();
    entry.operator().rest();
    if (reusable) {
      entry.setState(null);
      lease.giveBack(state, keepAlive, unit);
    } else {
      lease.discard(CloseReason.ERROR);
    }
  }

  @Override
  public void close() throws IOException {
    if (getWrappedConnection() == null) {
      return;
    }
    try {
      super.close();
    } finally {
      lease.closed(CloseReason.SERVER);
    }
  }

  @Override
  public void shutdown() throws IOException {
    if (getWrappedConnection() == null) {
      return;
    }
    try {
      super.shutdown();
    } finally {
      lease.closed(CloseReason.ERROR);
    }
  }

  /** A pooled connection was looked at just now; the library's own look takes a millisecond. */
  @Override
  public boolean isStale() {
    return getWrappedConnection() == null || (!lease.isProven() && super.isStale());
  }

  /** Whether its request may have been done, and doing it again would make it twice. */
  boolean isNotToBeRepeated() {
    return lease.isNotToBeRepeated();
  }

  @Override
  public void sendRequestHeader(HttpRequest request) throws HttpException, IOException {
    lease.sends(request);
    super.sendRequestHeader(request);
  }

  @Override
  public void sendRequestEntity(HttpEntityEnclosingRequest request)
      throws HttpException, IOException {
    try {
      super.sendRequestEntity(request);
    } catch (SocketException | SSLException died) { // others may come from what is to be sent
      failed(died);
      throw died;
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      super.flush();
    } catch (IOException died) {
      failed(died);
      throw died;
    }
  }

  @Override
  public HttpResponse receiveResponseHeader() throws HttpException, IOException {
    try {
      HttpResponse response = super.receiveResponseHeader();
      lease.received(response);
      return response;
    } catch (IOException died) {
      failed(died);
      throw died;
    }
  }

  private void failed(IOException failure) {
    if (isOpen()) {
      lease.failed(failure);
    }
  }

  // Since 4.1 it is an HttpContext as well.

  @Override
  @SuppressWarnings("NullAway") // the library's null: no such attribute
  public Object getAttribute(String id) {
    Map<String, Object> known = attributes;
    return known == null ? null : known.get(id);
  }

  @Override
  public void setAttribute(String id, Object value) {
    Map<String, Object> known = attributes;
    if (known == null) {
      known = new ConcurrentHashMap<>(4);
      attributes = known;
    }
    known.put(id, value);
  }

  @Override
  @SuppressWarnings("NullAway") // the library's null: no such attribute
  public Object removeAttribute(String id) {
    Map<String, Object> known = attributes;
    return known == null ? null : known.remove(id);
  }
}
