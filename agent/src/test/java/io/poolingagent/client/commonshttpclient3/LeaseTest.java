package io.poolingagent.client.commonshttpclient3;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.client.AgentContext;
import io.poolingagent.client.FakeContext;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.ExclusivePool;
import io.poolingagent.pool.Origin;
import io.poolingagent.pool.Permit;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.pool.SharedPool;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Objects;
import org.apache.commons.httpclient.HostConfiguration;
import org.apache.commons.httpclient.HttpConnection;
import org.apache.commons.httpclient.SimpleHttpConnectionManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LeaseTest {

  private final AgentContext context = new FakeContext();
  private final ExclusivePool<PooledConnection> engine = new ExclusivePool<>(context.clock());

  /** Between the two another client may have taken the connection. */
  @Test
  @SuppressWarnings("NullAway") // a shadow that is not asked for a connection needs no adapter
  void whoClosesItsClientAfterItsLastRequestClosesNoConnectionOfThePool() throws Exception {
    SharedPool pool =
        Objects.requireNonNull(
            context
                .newRegistry(Adapter.CLIENT)
                .pool(PoolKey.builder(Adapter.CLIENT).build(), () -> engine));
    Origin origin = Origin.of("http", "a.example", 80);
    Destination destination = context.destinations().of(origin);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket peer = server.accept()) {
      Permit permit = destination.acquire(pool, () -> false);
      PooledConnection connection = new PooledConnection(destination, "a.example");
      HostConfiguration host = new HostConfiguration();
      host.setHost("a.example");
      Shadow shadow = new Shadow(null, context, new SimpleHttpConnectionManager());
      Lease lease = new Lease(shadow, connection, engine, permit, host, true, false);
      lease.connecting();
      lease.connected(socket);
      lease.end(new OpenState(new HttpConnection(host)));
      lease.revoke();

      assertThat(socket.isClosed()).isFalse();
      assertThat(engine.idle(origin)).isEqualTo(1);
      assertThat(destination.stats(Adapter.CLIENT).closedCount(CloseReason.CLIENT_CLOSED)).isZero();
      assertThat(destination.stats(Adapter.CLIENT).active()).isZero();
    }
  }
}
