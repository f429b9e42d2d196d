package io.poolingagent.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poolingagent.sample.app.ClientStyle;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FlagsTest {
  private static Flags flags(String... arguments) {
    return new Flags("demo", Arrays.asList(arguments));
  }

  @Test
  void readsEachWayOfWritingAFlag() {
    Flags flags = flags("--threads", "8", "--seconds=2.5", "--cleanup", "--style", "shared");

    assertThat(flags.number("threads", 4, 1, 100)).isEqualTo(8);
    assertThat(flags.duration("seconds", Duration.ZERO)).isEqualTo(Duration.ofMillis(2500));
    assertThat(flags.has("cleanup")).isTrue();
    assertThat(flags.oneOf("style", ClientStyle.PER_REQUEST)).isEqualTo(ClientStyle.SHARED);
    flags.rejectOthers();
  }

  @Test
  void answersTheDefaultForWhatWasNotGiven() {
    Flags flags = flags();

    assertThat(flags.number("threads", 4, 1, 100)).isEqualTo(4);
    assertThat(flags.duration("delay", Duration.ofMillis(20))).isEqualTo(Duration.ofMillis(20));
    assertThat(flags.has("cleanup")).isFalse();
    assertThat(flags.oneOf("style", ClientStyle.PER_REQUEST)).isEqualTo(ClientStyle.PER_REQUEST);
    assertThat(flags.someOf("styles", ClientStyle.class, Arrays.asList(ClientStyle.values())))
        .containsExactly(ClientStyle.values());
  }

  @Test
  void readsTimesInTheirUnits() {
    Flags flags = flags("--a", "20ms", "--b", "2s", "--c", "1m", "--d", "3");

    assertThat(flags.duration("a", Duration.ZERO)).isEqualTo(Duration.ofMillis(20));
    assertThat(flags.duration("b", Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
    assertThat(flags.duration("c", Duration.ZERO)).isEqualTo(Duration.ofMinutes(1));
    assertThat(flags.duration("d", Duration.ZERO)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void saysWhereWhatAndWhatToDo() {
    assertThatThrownBy(() -> flags("--threads", "many").number("threads", 4, 1, 100))
        .isInstanceOf(BadFlag.class)
        .hasMessage("demo --threads: 'many' is not a whole number from 1 to 100");
    assertThatThrownBy(() -> flags("--delay", "soon").duration("delay", Duration.ZERO))
        .hasMessage("demo --delay: 'soon' is not a time; write it like 20ms, 2.5s or 1m");
    assertThatThrownBy(() -> flags("--style", "pooled").oneOf("style", ClientStyle.SHARED))
        .hasMessage("demo --style: 'pooled' is not one of per-request, shared");
    assertThatThrownBy(() -> flags("--agent").text("agent", "x"))
        .hasMessage("demo --agent: needs a value");
    assertThatThrownBy(() -> flags("--cleanup", "yes").has("cleanup"))
        .hasMessage("demo --cleanup: takes no value, but 'yes' follows; remove it");
    assertThatThrownBy(() -> flags("fast"))
        .hasMessage("demo: 'fast' is not a flag; flags look like --name value");
    assertThatThrownBy(() -> flags("--a", "1", "--a", "2"))
        .hasMessage("demo --a: given twice; keep one");
  }

  @Test
  void rejectsAFlagThatNobodyAskedFor() {
    Flags flags = flags("--thread", "8");
    flags.number("threads", 4, 1, 100);
    flags.has("cleanup");

    assertThatThrownBy(flags::rejectOthers)
        .hasMessage("demo --thread: no such flag; there is --threads, --cleanup");
  }

  @Test
  void fieldsComeBackAsTheyWere() {
    String line = new Fields().with("path", "/tmp/a b=c").with("n", 7).line("result");

    assertThat(line).isEqualTo("result path=%2Ftmp%2Fa+b%3Dc n=7");
    assertThat(Fields.parse("result", line).get("path")).isEqualTo("/tmp/a b=c");
    assertThat(Fields.parse("result", line).number("n")).isEqualTo(7);
  }
}
