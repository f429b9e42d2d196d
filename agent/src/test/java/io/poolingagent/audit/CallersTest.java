package io.poolingagent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Caller;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NullUnmarked
class CallersTest {
  static Stream<Callers> both() {
    return Stream.of(Callers.ofThisJvm(), new Callers.ThrowableCallers());
  }

  @Test
  void a_jvm_that_can_walk_lazily_does() {
    assertThat(Callers.ofThisJvm().getClass().getSimpleName()).isEqualTo("StackWalkerCallers");
  }

  @ParameterizedTest
  @MethodSource("both")
  void finds_the_innermost_frame_of_the_application(Callers callers) {
    // The lambda is a frame of ours, stream and optional are the JDK's: all of them are passed
    // over.
    StackTraceElement frame =
        Caller.one(() -> Caller.two(() -> Stream.of(1).map(i -> callers.caller()).toList().get(0)));

    assertThat(frame.getClassName()).isEqualTo("com.acme.Caller");
    assertThat(frame.getMethodName()).isEqualTo("two");
    assertThat(frame.getLineNumber()).isPositive();
  }

  @Test
  void passes_over_our_own_the_jdk_s_and_the_libraries_frames() {
    assertThat(
            List.of(
                "io.poolingagent.weave.Linker",
                "io.poolingagent.client.okhttp3.Adapter",
                "java.lang.PoolingBridge",
                "jdk.internal.net.http.HttpClientImpl",
                "okhttp3.OkHttpClient$Builder",
                "org.apache.http.impl.client.HttpClientBuilder",
                "kotlin.Lazy"))
        .noneMatch(Callers::tells);
    assertThat(List.of("com.acme.A", "okhttp.mine.A", "javafx.A", "io.poolingagent.it.App"))
        .allMatch(Callers::tells);
  }

  @ParameterizedTest
  @MethodSource("both")
  void any_frame_of_a_package_or_class_counts_as_called_from_it(Callers callers) {
    assertThat(Caller.one(() -> callers.calledFrom(List.of("x", "com.acme")))).isTrue();
    assertThat(Caller.one(() -> callers.calledFrom(List.of("com.acme.Caller")))).isTrue();
    assertThat(Caller.Inner.call(() -> callers.calledFrom(List.of("com.acme.Caller")))).isTrue();
    assertThat(Caller.one(() -> callers.calledFrom(List.of("com.acm")))).isFalse();
    assertThat(Caller.one(() -> callers.calledFrom(List.of("com.acme.Call")))).isFalse();
    assertThat(Caller.one(() -> callers.calledFrom(List.of()))).isFalse();
  }
}
