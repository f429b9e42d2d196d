package io.poolingagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.config.Mode;
import io.poolingagent.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunningAgentTest {

  @Test
  void ofTwoOperatorsAtOnceNeitherLosesAChange() throws Exception {
    RunningAgent agent = new RunningAgent("1.2.3", Settings.defaults());
    Thread other = new Thread(() -> agent.settings(settings -> settings.withMode(Mode.OBSERVE)));

    agent.settings(
        settings -> {
          other.start();
          while (other.getState() != Thread.State.BLOCKED && other.isAlive()) {
            Thread.onSpinWait();
          }
          return settings.withEnabled(false);
        });
    other.join();

    assertThat(agent.settings().enabled()).isFalse();
    assertThat(agent.settings().mode()).isEqualTo(Mode.OBSERVE);
  }
}
