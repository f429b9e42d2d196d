package io.poolingagent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.pool.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
class ExitReportTest {
  @TempDir Path folder;
  private final Audit audit = new Audit(Clock.system());
  private final Errors errors = new Errors();

  @Test
  void writes_every_count_as_a_property() throws Exception {
    audit.pooled("okhttp3");
    audit.leftAlone("okhttp3", Reason.EXPLICIT_POOL, null);
    audit.wouldPoolBut("okhttp3", List.of("dns"));
    errors.report("a test", new IllegalStateException("on purpose"));
    Path file = folder.resolve("report.properties");

    ExitReport.write(file.toString(), audit, errors);

    assertThat(file)
        .hasContent(
            "errors=1\n"
                + "okhttp3.created=2\n"
                + "okhttp3.leftAlone.EXPLICIT_POOL=1\n"
                + "okhttp3.pooled=1\n"
                + "okhttp3.wouldPoolBut.dns=1");
  }

  @Test
  void a_report_that_cannot_be_written_ends_nothing() {
    ExitReport.write(folder.resolve("missing/report").toString(), audit, errors);

    assertThat(Files.exists(folder.resolve("missing"))).isFalse();
    assertThat(errors.count()).isEqualTo(1);
  }
}
