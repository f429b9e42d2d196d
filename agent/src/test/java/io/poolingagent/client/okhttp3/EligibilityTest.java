package io.poolingagent.client.okhttp3;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.client.FakeContext;
import okhttp3.Address;
import okhttp3.Authenticator;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EligibilityTest {
  private final OkHttpClient client = new OkHttpClient();

  private Address address() {
    return new Address(
        "a.example",
        80,
        Dns.SYSTEM,
        client.socketFactory(),
        null,
        null,
        null,
        Authenticator.NONE,
        null,
        client.protocols(),
        client.connectionSpecs(),
        client.proxySelector());
  }

  /** Up to 3.5 the library asks {@code Address.equals}; so may the application. */
  @Test
  void addresses_are_what_they_are_where_no_call_looks_for_a_connection() throws Throwable {
    FakeContext context = new FakeContext("");
    Internals internals = new Internals();
    PoolChoice pools = new PoolChoice(context, internals);
    Appearance appearance = new Appearance(internals, pools, context.clock());
    Leases leases = new Leases(context, internals, pools, appearance, new Resend(internals, pools));
    Eligibility eligibility = new Eligibility(context, internals, pools, leases);

    assertThat(eligibility.sameAddress(address(), new Object[] {address(), false})).isNull();
  }
}
