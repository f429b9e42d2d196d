package io.poolingagent.client.okhttp3;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.tls.TlsIdentities;
import io.poolingagent.weave.FieldsByCode;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DefaultTlsTest {
  private final TlsIdentities identities = new TlsIdentities(new FieldsByCode());
  private final Key plain = key(new OkHttpClient());
  private final Key ownDns =
      key(new OkHttpClient.Builder().dns(host -> Dns.SYSTEM.lookup(host)).build());

  private final List<SSLContext> made = new ArrayList<>();
  private final DefaultTls tls = new DefaultTls(System::nanoTime, this::newContext);

  private Key key(OkHttpClient client) {
    return new Key(client, true, 0, IdleLimits.NONE, identities);
  }

  /** As the platform of the library does it. */
  private SSLContext newContext() throws NoSuchAlgorithmException {
    SSLContext context = SSLContext.getInstance("TLSv1.2");
    made.add(context);
    return context;
  }

  /** A platform that is not hooked builds for each client, maybe by a provider of its own. */
  @Test
  void what_was_built_for_a_configuration_is_what_it_has() throws Throwable {
    SSLSocketFactory first = SSLContext.getDefault().getSocketFactory();
    SSLSocketFactory second = SSLContext.getDefault().getSocketFactory();

    assertThat(tls.factoryFor(plain, first)).isSameAs(first);
    assertThat(tls.factoryFor(ownDns, second)).isSameAs(second);
    assertThat(tls.factoryFor(ownDns, SSLContext.getDefault().getSocketFactory())).isSameAs(second);
    assertThat(tls.isCurrent(second)).isTrue();
    assertThat(made).isEmpty();
  }

  @Test
  void where_another_has_it_one_is_made_as_the_library_makes_it() throws Throwable {
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init((KeyStore) null);
    X509TrustManager trust = (X509TrustManager) managers.getTrustManagers()[0];
    SSLSocketFactory built = SSLContext.getDefault().getSocketFactory();
    tls.trustBuilt(trust);
    tls.factoryBuilt(trust, built);

    assertThat(tls.factoryFor(plain, built)).isSameAs(built);
    SSLSocketFactory apart = tls.factoryFor(ownDns, built);
    assertThat(apart).isNotSameAs(built);
    assertThat(made).hasSize(1);
    assertThat(tls.factoryFor(ownDns, built)).isSameAs(apart);
    assertThat(tls.isCurrent(apart)).isTrue();
  }
}
