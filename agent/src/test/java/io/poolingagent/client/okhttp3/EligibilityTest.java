package io.poolingagent.client.okhttp3;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.client.FakeContext;
import java.util.Collections;
import okhttp3.Address;
import okhttp3.Connection;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EligibilityTest {
  private Address address() {
    return address("a.example", 80);
  }

  private Address address(String host, int port) {
    return FakeConnection.address(host, port);
  }

  /** Up to 3.5 the library asks {@code Address.equals}; so may the application. */
  @Test
  void addresses_are_what_they_are_where_no_call_looks_for_a_connection() throws Throwable {
    assertThat(eligibility().sameAddress(address(), new Object[] {address(), false})).isNull();
  }

  /** Each call asks about all connections of its pool. */
  @Test
  void one_to_another_host_is_refused_before_anything_else_is_compared() throws Throwable {
    Eligibility eligibility = eligibility();
    for (Protocol protocol : new Protocol[] {Protocol.HTTP_1_1, Protocol.HTTP_2}) {
      Connection connection = connection(protocol);
      assertThat(eligibility.elsewhere(connection, asked(address("b.example", 80), null)))
          .isEqualTo(false);
      assertThat(eligibility.elsewhere(connection, asked(address("a.example", 81), null)))
          .isEqualTo(false);
      assertThat(eligibility.elsewhere(connection, asked(address(), null))).isNull();
    }
  }

  @Test
  void the_library_judges_whether_one_is_coalesced() throws Throwable {
    Object[] asked = asked(address("b.example", 80), Collections.singletonList("a route"));
    assertThat(eligibility().elsewhere(connection(Protocol.HTTP_2), asked)).isNull();
    assertThat(eligibility().elsewhere(connection(Protocol.HTTP_1_1), asked)).isEqualTo(false);
  }

  private static Object[] asked(Address address, @Nullable Object routes) {
    return new Object[] {address, routes};
  }

  private Eligibility eligibility() throws Throwable {
    FakeContext context = new FakeContext("");
    Internals internals = new Internals();
    SharedPools pools = new SharedPools(context, internals);
    Appearance appearance = new Appearance(internals, pools, context.clock());
    Resend resend = new Resend(internals, pools);
    ResponseHeads heads = new ResponseHeads(internals, pools);
    Leases leases = new Leases(context, internals, pools, appearance, resend, heads);
    return new Eligibility(context, internals, pools, leases);
  }

  private Connection connection(Protocol protocol) {
    return new FakeConnection(protocol);
  }
}
