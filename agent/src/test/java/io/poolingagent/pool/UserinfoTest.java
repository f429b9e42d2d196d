package io.poolingagent.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserinfoTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "https://user:hunter2@host:443/x | ***@host:443/x",
        "user:hun/t,er@2@host | ***@host",
        "two of them: a:hunter2@b and c:hunter2@d | two of them: ***@b and ***@d",
        "HTTP @ localhost:8080 | HTTP @ localhost:8080",
        "@host | @host",
        "nothing to hide | nothing to hide",
        "hunter2@ | hunter2@",
      })
  void whatStandsBeforeAnAtSignIsHidden(String text, String shown) {
    assertThat(Userinfo.hidden(text)).isEqualTo(shown);
  }

  @Test
  void aHostWithUserinfoIsNotShownInItsOrigin() {
    assertThat(Origin.of("http", "user:hunter2@host", 80)).hasToString("http://***@host:80");
  }

  @Test
  void norInAKey() {
    PoolKey key =
        PoolKey.builder("okhttp3")
            .value("proxyProperties", "http.proxyHost=user:hunter2@proxy")
            .identity("dns", new Talkative())
            .key("tls", PoolKey.builder("tls").value("inner", "a:hunter2@b").build())
            .build();

    assertThat(key.toString())
        .doesNotContain("hunter2")
        .contains("proxyProperties=***@proxy")
        .contains("dns=" + Talkative.class.getName() + "@")
        .contains("tls{inner=***@b}");
    assertThat(key.weak().toString()).doesNotContain("hunter2");
  }

  /** As many classes of configuration that a generator or a record wrote. */
  private static final class Talkative {
    @Override
    public String toString() {
      return "hunter2";
    }
  }
}
