package io.poolingagent.client.okhttp3;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.pool.PoolKey;
import io.poolingagent.tls.TlsIdentities;
import io.poolingagent.weave.FieldsByCode;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
  private final OkHttpClient client = new OkHttpClient();
  private final TlsIdentities tls = new TlsIdentities(new FieldsByCode());

  /** As two clients are compared that were made one after the other. */
  private Key key() throws ReflectiveOperationException {
    Key key = new Key(client, true, 0, IdleLimits.NONE, tls);
    assertThat(key.same(key)).isTrue(); // reads what is read when it is needed
    return key;
  }

  private static void with(String property, String value, Check check) throws Exception {
    String before = System.getProperty(property);
    System.setProperty(property, value);
    try {
      check.run();
    } finally {
      if (before == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, before);
      }
    }
  }

  private interface Check {
    void run() throws Exception;
  }

  @Test
  void httpBesideHttpsIsNoDifferenceThatKeepsClientsApart() throws Exception {
    PoolKey http = new Key(client, false, 0, IdleLimits.NONE, tls).poolKey(true, null);
    PoolKey https = key().poolKey(true, client.certificatePinner());

    assertThat(http).isNotEqualTo(https);
    assertThat(https.differences(http)).isEmpty();
    assertThat(https.differences(key().poolKey(true, null))).containsExactly("certificatePinner");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http.proxyHost", "https.proxyHost", "proxyHost", "socksProxyHost"})
  void aProxyOfTheJvmThatHasChangedMakesAnotherKey(String property) throws Exception {
    Key before = key();
    with(
        property,
        "a.example",
        () -> {
          Key inBetween = key();
          assertThat(inBetween.same(before)).isFalse();
          assertThat(inBetween.same(key())).isTrue();
          with(property, "b.example", () -> assertThat(key().same(inBetween)).isFalse());
        });
    assertThat(key().same(before)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http.proxyPort",
        "https.proxyPort",
        "proxyPort",
        "socksProxyPort",
        "socksProxyVersion",
        "http.nonProxyHosts",
        "socksNonProxyHosts"
      })
  void whatIsToldOfAProxyCountsIfThereIsOne(String property) throws Exception {
    Key before = key();
    with(property, "1", () -> assertThat(key().same(before)).isTrue());
    with(
        "http.proxyHost",
        "a.example",
        () -> {
          Key plain = key();
          with(property, "1", () -> assertThat(key().same(plain)).isFalse());
        });
  }

  @Test
  void aSelectorOfTheApplicationsIsAskedAndNotTheJvm() throws Exception {
    OkHttpClient own =
        new OkHttpClient.Builder().proxySelector(java.net.ProxySelector.of(null)).build();
    Key before = new Key(own, true, 0, IdleLimits.NONE, tls);
    assertThat(before.same(before)).isTrue();
    with(
        "http.proxyHost",
        "a.example",
        () -> assertThat(new Key(own, true, 0, IdleLimits.NONE, tls).same(before)).isTrue());
  }
}
