package io.poolingagent.it.differential;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.poolingagent.it.ClientLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every scenario with a client library, and random ones: {@code -Ddifferential.random=100000} and
 * {@code -Ddifferential.seed=...} play others than by default, {@code -Ddifferential.scenario=...}
 * the one of a failure's message.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DifferentialContract {
  private final ClientLibrary library;
  private final String[] flags;
  private Differential differential;

  /**
   * @param flags of the application's JVMs
   */
  DifferentialContract(ClientLibrary library, String... flags) {
    this.library = library;
    this.flags = flags;
  }

  @BeforeAll
  void start() {
    differential = new Differential(library, flags);
  }

  @AfterAll
  void end() {
    differential.close();
  }

  @TestFactory
  Stream<DynamicTest> the_application_cannot_tell_that_the_agent_is_there() {
    return Catalogue.scenarios().stream()
        .filter(scenario -> scenario.isFor(library))
        .map(scenario -> dynamicTest(scenario.toString(), () -> differential.check(scenario)));
  }

  @Test
  void nor_in_random_scenarios() {
    Long single = Long.getLong("differential.scenario");
    if (single != null) {
      differential.check(RandomScenario.of(single));
      return;
    }
    long seed = Long.getLong("differential.seed", System.nanoTime());
    int count = Integer.getInteger("differential.random", 150);
    System.out.println(library + ": " + count + " random scenarios, -Ddifferential.seed=" + seed);
    Random random = new Random(seed);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long one = random.nextLong();
      boolean http2 = Catalogue.HTTP2 && library.speaksHttp2() && i % 3 == 0;
      String difference =
          differential.difference(http2 ? RandomHttp2Scenario.of(one) : RandomScenario.of(one));
      if (difference != null) {
        differences.add(difference);
      }
    }
    Assertions.assertThat(differences).as("-Ddifferential.seed=" + seed).isEmpty();
    differential.checkAgent();
  }
}
