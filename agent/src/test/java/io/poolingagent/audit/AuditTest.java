package io.poolingagent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.poolingagent.audit.AuditReport.CallSite;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class AuditTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // a clock may wrap around
  private final StandInCallers stack = new StandInCallers();
  private final Audit audit = new Audit(now::get, stack);

  @Test
  void counts_every_decision_by_client_and_reason() {
    stack.place = "A";
    repeat(1000, () -> audit.pooled("okhttp3"));
    repeat(700, () -> audit.leftAlone("okhttp3", Reason.EXPLICIT_POOL, null));
    repeat(3, () -> audit.leftAlone("okhttp3", Reason.REGISTRY_FULL, null));
    audit.pooled("jdk");

    List<AuditReport.Client> clients = audit.report().clients();
    assertThat(clients).extracting(AuditReport.Client::name).containsExactly("jdk", "okhttp3");
    assertThat(clients.get(1).created()).isEqualTo(1703);
    assertThat(clients.get(1).pooled()).isEqualTo(1000);
    assertThat(clients.get(1).leftAlone())
        .isEqualTo(Map.of(Reason.EXPLICIT_POOL, 700L, Reason.REGISTRY_FULL, 3L));
    assertThat(clients.get(0).created()).isEqualTo(1);
    assertThat(clients.get(0).leftAlone()).isEmpty();
  }

  @Test
  void a_near_miss_is_counted_by_part_and_is_no_client() {
    stack.place = "A";
    audit.pooled("jdk");
    repeat(2, () -> audit.wouldPoolBut("jdk", List.of("proxySelector")));
    audit.wouldPoolBut("jdk", List.of("executor"));

    AuditReport.Client client = audit.report().clients().get(0);
    assertThat(client.created()).isEqualTo(1);
    assertThat(client.wouldPoolBut()).isEqualTo(Map.of("executor", 1L, "proxySelector", 2L));
    assertThat(callSite("A").wouldPoolBut()).isEqualTo("executor");
    assertThat(callSite("A").created()).isEqualTo(1);
  }

  @Test
  void a_place_that_leaks_is_a_row_also_if_it_makes_no_client() {
    stack.place = "A";
    audit.pooled("okhttp3");
    StackTraceElement asking = audit.caller();
    audit.leaked("okhttp3", asking);
    audit.leaked("okhttp3", asking);
    audit.leaked("okhttp3", null);

    assertThat(callSite("A").leaked()).isEqualTo(2);
    assertThat(callSite("A").created()).isEqualTo(1);
    assertThat(audit.report().callSites())
        .extracting(CallSite::location, CallSite::leaked)
        .contains(tuple("(unknown)", 1L));
  }

  @Test
  void walks_the_stack_for_the_first_of_each_kind_and_then_rarely() {
    repeat(Tally.FIRST, () -> audit.pooled("okhttp3"));
    assertThat(stack.walks).isEqualTo(Tally.FIRST);

    repeat(Tally.EACH * 10 - Tally.FIRST, () -> audit.pooled("okhttp3"));
    assertThat(stack.walks).isEqualTo(Tally.FIRST + 10);

    audit.leftAlone("okhttp3", Reason.AGENT_ERROR, null);
    assertThat(stack.walks).as("a rare reason has its call site").isEqualTo(Tally.FIRST + 11);
  }

  @Test
  void estimates_per_call_site_add_up_to_the_count() {
    stack.place = "A";
    repeat(Tally.EACH * 10, () -> audit.pooled("okhttp3"));

    assertThat(callSite("A").pooled()).isEqualTo(Tally.EACH * 10);
  }

  @Test
  void call_sites_that_take_turns_are_all_seen_in_proportion() {
    for (int rhythm : new int[] {2, 3, 4, 8, 16, 64, 128}) {
      Audit fresh = new Audit(now::get, stack);
      for (int i = 0; i < Tally.EACH * rhythm * 4; i++) {
        stack.place = i % rhythm == 0 ? "A" : "B";
        fresh.pooled("okhttp3");
      }
      long total = Tally.EACH * rhythm * 4L;
      long estimated =
          fresh.report().callSites().stream()
              .filter(s -> s.location().startsWith("com.acme.A."))
              .mapToLong(CallSite::pooled)
              .sum();
      assertThat(estimated).as("1 of " + rhythm).isBetween(total / rhythm / 2, total / rhythm * 2);
    }
  }

  @Test
  void a_call_site_tells_where_what_why_and_when() {
    stack.place = "A";
    audit.pooled("okhttp3");
    now.addAndGet(100);
    audit.leftAlone("okhttp3", Reason.UNKNOWN_TYPE, "com.acme.OddDns");
    now.addAndGet(10);

    CallSite site = callSite("A");
    assertThat(site.client()).isEqualTo("okhttp3");
    assertThat(site.location()).isEqualTo("com.acme.A.fetch(A.java:42)");
    assertThat(site.created()).isEqualTo(2);
    assertThat(site.pooled()).isEqualTo(1);
    assertThat(site.leftAlone()).isEqualTo(Map.of(Reason.UNKNOWN_TYPE, 1L));
    assertThat(site.detail()).isEqualTo("com.acme.OddDns");
    assertThat(site.firstSeenNanosAgo()).isEqualTo(110);
    assertThat(site.lastSeenNanosAgo()).isEqualTo(10);
  }

  @Test
  void the_same_place_is_one_row_per_client_library() {
    stack.place = "A";
    repeat(2, () -> audit.pooled("okhttp3"));
    audit.pooled("jdk");

    assertThat(audit.report().callSites())
        .extracting(CallSite::client, CallSite::created)
        .containsExactly(tuple("okhttp3", 2L), tuple("jdk", 1L));
  }

  @Test
  void a_stack_without_application_frames_is_counted_as_unknown() {
    stack.place = null;
    audit.pooled("okhttp3");

    assertThat(audit.report().callSites())
        .extracting(CallSite::location)
        .containsExactly("(unknown)");
  }

  @Test
  void the_table_is_bounded_keeps_what_is_in_use_and_loses_no_count() {
    int places = CallSites.MOST_ROWS * 3;
    CallSites table = new CallSites(now::get);
    for (int i = 0; i < places; i++) {
      table.add("okhttp3", place("Busy"), 1, null, null, null);
      table.add("okhttp3", place("P" + i), 1, Reason.EXPLICIT_POOL, null, null);
    }

    List<CallSite> sites = table.report();
    assertThat(sites).hasSize(CallSites.MOST_ROWS + 1);
    assertThat(sites).extracting(CallSite::location).contains("(other call sites)");
    assertThat(sites)
        .filteredOn(each -> each.location().equals("com.acme.Busy.fetch(Busy.java:42)"))
        .extracting(CallSite::created)
        .containsExactly((long) places);
    assertThat(sites.stream().mapToLong(CallSite::created).sum()).isEqualTo(2L * places);
  }

  @Test
  void names_without_end_do_not_fill_the_memory() {
    for (int i = 0; i < 10_000; i++) {
      audit.pooled("client" + i);
      audit.wouldPoolBut("client0", List.of("part" + i));
    }

    List<AuditReport.Client> clients = audit.report().clients();
    assertThat(clients).hasSizeLessThan(100);
    assertThat(clients.stream().mapToLong(AuditReport.Client::created).sum()).isEqualTo(10_000);
    assertThat(
            clients.stream()
                .flatMap(c -> c.wouldPoolBut().values().stream())
                .mapToLong(c -> c)
                .sum())
        .isEqualTo(10_000);
    assertThat(clients.stream().mapToInt(c -> c.wouldPoolBut().size()).max().orElseThrow())
        .isLessThan(100);
  }

  @Test
  void no_count_is_lost_between_threads() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      threads[t] =
          new Thread(
              () -> {
                try {
                  go.await();
                } catch (InterruptedException e) {
                  return;
                }
                repeat(10_000, () -> audit.pooled("okhttp3"));
              });
      threads[t].start();
    }
    go.countDown();
    for (Thread each : threads) {
      each.join();
    }

    assertThat(audit.report().clients().get(0).pooled()).isEqualTo(40_000);
  }

  @Test
  void every_reason_has_a_sentence() {
    for (Reason each : Reason.values()) {
      assertThat(each.sentence()).isNotBlank();
    }
  }

  private static StackTraceElement place(String name) {
    return new StackTraceElement("com.acme." + name, "fetch", name + ".java", 42);
  }

  private CallSite callSite(String place) {
    return audit.report().callSites().stream()
        .filter(each -> each.location().startsWith("com.acme." + place + "."))
        .findFirst()
        .orElseThrow();
  }

  private static void repeat(int times, Runnable body) {
    for (int i = 0; i < times; i++) {
      body.run();
    }
  }

  private static final class StandInCallers extends Callers {
    String place = "A";
    int walks;

    @Override
    StackTraceElement caller() {
      walks++;
      return place == null ? null : AuditTest.place(place);
    }

    @Override
    public boolean calledFrom(List<String> names) {
      return false;
    }
  }
}
