package io.poolingagent.client.okhttp3;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.audit.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ExplicitPoolsTest {
  private static final IdleLimits FIVE = new IdleLimits(5, 300_000_000_000L);

  private final ExplicitPools pools = new ExplicitPools();
  private final List<Object> made = new ArrayList<>();

  private Object made(IdleLimits limits) {
    Object pool = new Object();
    made.add(pool);
    pools.given(pool, limits, false, true, 0);
    return pool;
  }

  private Object madeAfterOthers() {
    for (int i = 0; i < ExplicitPools.LEFT_ALONE; i++) {
      assertThat(pools.whyNot(made(FIVE), 0)).isEqualTo(Reason.EXPLICIT_POOL);
    }
    return made(FIVE);
  }

  @Test
  void pools_that_nobody_gave_are_not_known() {
    made(FIVE);
    Object implicit = new Object();
    assertThat(pools.contains(implicit)).isFalse();
    assertThat(pools.whyNot(implicit, 0)).isNull();
    assertThat(pools.limits(implicit)).isSameAs(IdleLimits.NONE);
  }

  @Test
  void one_of_many_for_one_client_each_is_shared_within_its_limits() {
    Object pool = madeAfterOthers();
    assertThat(pools.contains(pool)).isTrue();
    assertThat(pools.whyNot(pool, 0)).isNull();
    assertThat(pools.limits(pool)).isEqualTo(FIVE);
    assertThat(pools.limits(made.get(0))).as("an early one's").isSameAs(IdleLimits.NONE);
  }

  private Object madeAndUsed() {
    Object pool = made(FIVE);
    pools.whyNotCall(pool, 0);
    return pool;
  }

  @Test
  void where_each_is_used_before_the_next_is_made_few_are_left_alone() {
    for (int i = 0; i < ExplicitPools.LEFT_ALONE_IN_TURN; i++) {
      assertThat(pools.whyNot(madeAndUsed(), 0)).isEqualTo(Reason.EXPLICIT_POOL);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(pools.whyNot(made(FIVE), 0)).as("later, also where many are at work").isNull();
    }
  }

  @Test
  void the_first_may_have_been_used_while_nobody_looked() {
    made(FIVE);
    Object second = new Object();
    pools.given(second, FIVE, false, false, 0);
    pools.whyNotCall(second, 0);
    assertThat(pools.whyNot(made(FIVE), 0)).isNull();
  }

  @Test
  void the_few_do_not_count_where_one_is_used_again() {
    Object first = madeAndUsed();
    madeAndUsed();
    pools.whyNotCall(first, 0);
    assertThat(pools.whyNot(made(FIVE), 0)).isEqualTo(Reason.EXPLICIT_POOL);
  }

  @Test
  void the_few_do_not_count_where_one_is_given_to_another_client() {
    Object first = madeAndUsed();
    madeAndUsed();
    pools.given(first, FIVE, false, true, 0);
    assertThat(pools.whyNot(made(FIVE), 0)).isEqualTo(Reason.EXPLICIT_POOL);
  }

  @Test
  void those_that_say_something_else_are_counted_apart() {
    madeAfterOthers();
    assertThat(pools.whyNot(made(new IdleLimits(6, 300_000_000_000L)), 0))
        .isEqualTo(Reason.EXPLICIT_POOL);
  }

  @Test
  void one_that_is_given_to_several_clients_is_left_alone() {
    Object pool = madeAfterOthers();
    pools.given(pool, FIVE, false, true, 1);
    assertThat(pools.whyNot(pool, 1)).isEqualTo(Reason.EXPLICIT_POOL);
    assertThat(pools.whyNot(made(FIVE), 1)).as("others").isNull();
  }

  @Test
  void where_one_is_still_used_after_a_while_all_are_left_alone() {
    Object pool = madeAfterOthers();
    assertThat(pools.whyNot(made.get(3), ExplicitPools.REQUEST_NANOS - 1)).isNotNull();
    assertThat(pools.whyNot(pool, 1)).isNull();
    pools.whyNot(made.get(3), ExplicitPools.REQUEST_NANOS);
    assertThat(pools.whyNot(pool, 1)).isEqualTo(Reason.EXPLICIT_POOL);
    assertThat(pools.limits(pool)).isSameAs(IdleLimits.NONE);
  }

  @Test
  void one_that_keeps_nothing_is_an_opt_out_and_one_that_is_watched_is_left_alone() {
    IdleLimits nothing = new IdleLimits(0, 1);
    for (int i = 0; i < 2 * ExplicitPools.LEFT_ALONE; i++) {
      assertThat(pools.whyNot(made(nothing), 0)).isEqualTo(Reason.EXPLICIT_OPT_OUT);
    }
    madeAfterOthers();
    Object watched = new Object();
    pools.given(watched, FIVE, true, true, 0);
    assertThat(pools.whyNot(watched, 0)).isEqualTo(Reason.EXPLICIT_POOL);
  }
}
