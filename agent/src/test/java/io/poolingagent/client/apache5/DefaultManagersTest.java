package io.poolingagent.client.apache5;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.client.FakeContext;
import io.poolingagent.pool.PoolKey;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.SSLConnectionSocketFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DefaultManagersTest {
  private final FakeContext context = new FakeContext();
  private final Internals internals;
  private final Structure structure;
  private final DefaultManagers managers;

  DefaultManagersTest() throws ReflectiveOperationException {
    internals = new Internals();
    structure = new Structure(context.tls(), internals.library());
    managers = new DefaultManagers(context, internals, structure, new Built(context, structure));
  }

  private @Nullable PoolingHttpClientConnectionManager wanted(
      PoolingHttpClientConnectionManagerBuilder builder) throws Throwable {
    return (PoolingHttpClientConnectionManager) managers.wanted(builder, new Object[0]);
  }

  private PoolingHttpClientConnectionManager plain() throws Throwable {
    return Objects.requireNonNull(wanted(PoolingHttpClientConnectionManagerBuilder.create()));
  }

  private PoolKey key(PoolingHttpClientConnectionManager manager) throws Throwable {
    return key(manager, structure);
  }

  private PoolKey key(PoolingHttpClientConnectionManager manager, Structure by) throws Throwable {
    PoolKey.Builder key = PoolKey.builder("test");
    Key.describe(key, manager, by, internals);
    return key.build();
  }

  @Test
  void managersThatWereToldNothingOpenTheirConnectionsByOneOperator() throws Throwable {
    PoolingHttpClientConnectionManager first = plain();
    PoolingHttpClientConnectionManager second = plain();

    assertThat(second).isNotSameAs(first);
    assertThat(Key.operator(second)).isSameAs(Key.operator(first));
    assertThat(key(second)).isEqualTo(key(first));
  }

  @Test
  void theyAreAsTheLibraryMakesThem() throws Throwable {
    plain();
    PoolingHttpClientConnectionManager ours = plain();
    PoolingHttpClientConnectionManager librarys =
        PoolingHttpClientConnectionManagerBuilder.create().build();
    Structure thatLooksIntoAll = new Structure(context.tls(), internals.library());

    assertThat(key(ours, thatLooksIntoAll)).isEqualTo(key(librarys, thatLooksIntoAll));
    assertThat(ours.getMaxTotal()).isEqualTo(librarys.getMaxTotal());
    assertThat(ours.getDefaultMaxPerRoute()).isEqualTo(librarys.getDefaultMaxPerRoute());
    assertThat(ours.getValidateAfterInactivity()).isEqualTo(librarys.getValidateAfterInactivity());
  }

  @Test
  void whatWasToldIsLeftToTheLibrary() throws Throwable {
    DnsResolver dns = new org.apache.hc.client5.http.impl.InMemoryDnsResolver();
    Map<String, Consumer<PoolingHttpClientConnectionManagerBuilder>> settings =
        Map.of(
            "tls",
            builder -> builder.setSSLSocketFactory(SSLConnectionSocketFactory.getSocketFactory()),
            "dns",
            builder -> builder.setDnsResolver(dns),
            "ports",
            builder -> builder.setSchemePortResolver(new DefaultSchemePortResolver()),
            "factory",
            builder -> builder.setConnectionFactory(new ManagedHttpClientConnectionFactory()),
            "socket",
            builder -> builder.setDefaultSocketConfig(SocketConfig.DEFAULT),
            "concurrency",
            builder -> builder.setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX),
            "reuse",
            builder -> builder.setConnPoolPolicy(PoolReusePolicy.FIFO),
            "total",
            builder -> builder.setMaxConnTotal(3),
            "route",
            builder -> builder.setMaxConnPerRoute(2),
            "live",
            builder -> builder.setConnectionTimeToLive(TimeValue.ofSeconds(1)));
    plain();

    for (Map.Entry<String, Consumer<PoolingHttpClientConnectionManagerBuilder>> setting :
        settings.entrySet()) {
      PoolingHttpClientConnectionManagerBuilder builder =
          PoolingHttpClientConnectionManagerBuilder.create();
      setting.getValue().accept(builder);
      assertThat(wanted(builder)).as(setting.getKey()).isNull();
    }
    assertThat(wanted(PoolingHttpClientConnectionManagerBuilder.create().useSystemProperties()))
        .isNull();
  }

  @Test
  void whatItsOwnerChangesLaterIsSeen() throws Throwable {
    PoolingHttpClientConnectionManager changed = plain();
    changed.setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(false).build());

    assertThat(key(changed)).isNotEqualTo(key(plain()));
  }

  @Test
  void managersMadeUnderOtherDefaultsOfTheJvmHaveAnotherOperator() throws Throwable {
    Object before = Key.operator(plain());
    String property = "javax.net.ssl.trustStoreType";
    String type = System.getProperty(property);
    System.setProperty(property, "PKCS12");
    try {
      assertThat(Key.operator(plain())).isNotSameAs(before);
    } finally {
      if (type == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, type);
      }
    }
    assertThat(Key.operator(plain())).isNotSameAs(before);
  }

  @Test
  void whileNothingIsPooledTheLibraryMakesThem() throws Throwable {
    plain();
    context.pooling(false);

    assertThat(wanted(PoolingHttpClientConnectionManagerBuilder.create())).isNull();
  }
}
