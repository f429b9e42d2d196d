package io.poolingagent.client.apache4;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.audit.Reason;
import io.poolingagent.client.AgentContext;
import io.poolingagent.client.FakeContext;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.SharedPool;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpRequest;
import org.apache.http.conn.ManagedHttpClientConnection;
import org.apache.http.message.BasicHttpEntityEnclosingRequest;
import org.apache.http.message.BasicHttpRequest;
import org.apache.http.protocol.BasicHttpContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LeaseTest {
  private static final Origin ORIGIN = Origin.of("http", "a.example", 80);
  private static final String ALICE = "Basic YWxpY2U6YQ==";
  private static final String BOB = "Basic Ym9iOmI=";

  /** Runs where a lease asks whether its connection may still be kept. */
  private Runnable beforeItIsKept = () -> {};

  /** The library's connection. */
  private Object library = new Object();

  private final AgentContext context =
      new FakeContext() {
        @Override
        public @Nullable Reason whyNotPooling(String client) {
          Runnable once = beforeItIsKept;
          beforeItIsKept = () -> {};
          once.run();
          return null;
        }
      };
  private final Destination destination = context.destinations().of(ORIGIN);
  private final Leases leases =
      new Leases(
          context,
          MethodHandles.dropArguments(
              MethodHandles.constant(boolean.class, false), 0, Object.class));
  private final Client client = new Client();
  private final Client other = new Client();
  private final SharedPool pool =
      Objects.requireNonNull(
          leases.pool(client, null, key -> key.value("any", PoolKey.class.getName()) != null));
  private final ServerSocket server;

  LeaseTest() throws IOException {
    server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /** One client's manager. */
  private final class Client extends Shadow {
    Client() {
      super(leases, new Object());
    }

    @Override
    protected @Nullable String misuse() {
      return null;
    }

    @Override
    protected int maxPerRoute(Object route) {
      return 9;
    }

    @Override
    protected int maxTotal() {
      return 9;
    }

    @Override
    protected boolean tells() {
      return false;
    }

    Lease lease(@Nullable String tunnelUser) throws Exception {
      CurrentRequest.Taken get =
          CurrentRequest.Taken.of("GET", new BasicHttpContext(), 0, tunnelUser);
      Asker asker = new Asker("route", null, get, context.clock().nanoTime(), Long.MAX_VALUE);
      return leases.lease(this, pool, ORIGIN, asker, () -> library);
    }

    Lease opened(@Nullable String tunnelUser) throws Exception {
      Lease lease = lease(tunnelUser);
      opens(lease);
      lease.connected();
      return lease;
    }
  }

  private Socket opens(Lease lease) throws IOException {
    lease.connecting();
    Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
    lease.connection.bound(socket);
    return socket;
  }

  private static void giveBack(Lease lease) {
    lease.giveBack(null, 0, TimeUnit.MILLISECONDS);
  }

  private static boolean isOpen(Lease lease) {
    return !Objects.requireNonNull(lease.connection.tcpSocket()).isClosed();
  }

  private int open() {
    return pool.engine().open(ORIGIN);
  }

  private int idle() {
    return pool.engine().idle(ORIGIN);
  }

  // ---- closing a client

  /** Who closes it may have seen the lease just before it ended. */
  @Test
  void aClientThatIsClosedRightAfterItsRequestClosesNothingOfTheNextOnes() throws Exception {
    Lease first = client.opened(null);
    giveBack(first);
    Lease next = other.lease(null);
    assertThat(next.connection).isSameAs(first.connection);

    first.revoke();

    assertThat(isOpen(next)).isTrue();
  }

  @Test
  void aClientThatIsClosedWhileItsConnectionComesBackLeavesItToOthers() throws Exception {
    Lease lease = client.opened(null);
    beforeItIsKept = client::managerClosed;
    giveBack(lease);

    assertThat(isOpen(lease)).isTrue();
    assertThat(idle()).isEqualTo(1);
  }

  @Test
  void butNotOneThatOnlyItsOwnRequestsCouldUse() throws Exception {
    Lease lease = client.opened(null);
    lease.connection.bound = true;
    beforeItIsKept = client::managerClosed;
    giveBack(lease);

    assertThat(isOpen(lease)).isFalse();
    assertThat(open()).isZero();
  }

  @Test
  void aClientThatIsClosedClosesTheConnectionThatItHas() throws Exception {
    Lease lease = client.opened(null);
    client.managerClosed();

    assertThat(isOpen(lease)).isFalse();
    assertThat(open()).isZero();
    assertThat(destination.stats(ApacheClient.NAME).active()).isZero();

    Socket again = opens(lease); // as the library's own would
    lease.connected();
    assertThat(again.isClosed()).isFalse();
    giveBack(lease);
    assertThat(again.isClosed()).isTrue();
    assertThat(open()).isZero();
  }

  // ---- aborts

  @Test
  void aRequestThatIsAbortedWhileItConnectsLeavesNoConnection() throws Exception {
    Lease lease = client.lease(null);
    Socket socket = opens(lease);
    lease.discard(CloseReason.ERROR); // by the thread that aborts it
    lease.connected();

    assertThat(open()).isZero();
    assertThat(socket.isClosed()).isTrue();
    assertThat(destination.stats(ApacheClient.NAME).active()).isZero();
  }

  // ---- tunnels

  private static HttpRequest connect(String authorization) {
    HttpRequest connect = new BasicHttpRequest("CONNECT", "a.example:443");
    connect.setHeader("Proxy-Authorization", authorization);
    return connect;
  }

  @Test
  void aTunnelOfTheUserThatWasForetoldIsShared() throws Exception {
    Lease first = client.opened(ALICE);
    first.sends(connect(ALICE));
    giveBack(first);

    assertThat(other.lease(ALICE).connection).isSameAs(first.connection);
  }

  @Test
  void aTunnelOfAnotherUserIsItsClientsAlone() throws Exception {
    for (String sent : new String[] {BOB, "Digest " + ALICE, ALICE + "x", "Basic"}) {
      Lease first = client.opened(ALICE);
      first.sends(connect(sent));
      giveBack(first);
      Lease others = other.lease(ALICE);
      Lease again = client.lease(ALICE);

      assertThat(others.connection).as(sent).isNotSameAs(first.connection);
      assertThat(again.connection).as(sent).isSameAs(first.connection);
      others.discard(CloseReason.ERROR);
      again.discard(CloseReason.ERROR);
    }
  }

  @Test
  void aTunnelOfAUserThatNobodyForetoldIsItsClientsAlone() throws Exception {
    Lease first = client.opened(null);
    first.sends(connect(ALICE));
    giveBack(first);

    assertThat(other.lease(null).connection).isNotSameAs(first.connection);
  }

  // ---- connections that die

  private void sendsEntity(IOException failure) throws Exception {
    library =
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ManagedHttpClientConnection.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "isOpen" -> true;
                  case "sendRequestEntity" -> throw failure;
                  default -> throw new AssertionError(method);
                });
    giveBack(client.opened(null));
    Lease used = client.lease(null);
    LeasedConnection connection = new LeasedConnection(used);
    HttpEntityEnclosingRequest put = new BasicHttpEntityEnclosingRequest("PUT", "/");
    assertThat(used.isProven()).isTrue();
    try {
      connection.sendRequestEntity(put);
    } catch (IOException expected) {
      assertThat(expected).isSameAs(failure);
    }
    used.discard(CloseReason.ERROR);
  }

  @Test
  void aUsedConnectionThatDiesUnderABodyIsKnownToHaveDiedUnderARequest() throws Exception {
    sendsEntity(new SocketException("Broken pipe"));
    assertThat(destination.reuse().maxIdleNanos(1)).isNegative();
  }

  @Test
  void aBodyThatCannotBeReadTellsNothingOfTheConnection() throws Exception {
    sendsEntity(new IOException("the application's"));
    assertThat(destination.reuse().maxIdleNanos(1)).isEqualTo(1);
  }
}
