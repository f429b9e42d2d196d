package io.poolingagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailureTextTest {

  @Test
  void whatTheApplicationWroteIntoItsExceptionsIsLeftOut() {
    Exception cause = thrownBy("com.acme.Sockets", new IOException("Bearer hunter2"));
    IllegalStateException failure = new IllegalStateException("the manager has changed", cause);

    String text = FailureText.of(failure);

    assertThat(text)
        .startsWith("java.lang.IllegalStateException: the manager has changed")
        .contains(FailureTextTest.class.getName() + ".whatTheApplicationWrote")
        .contains("Caused by: java.io.IOException" + System.lineSeparator() + "\tat com.acme")
        .doesNotContain("hunter2");
  }

  @Test
  void whatTheLinkerSaysIsNeededToFindOutWhatIsWrong() {
    Throwable missing = thrownBy("com.acme.Sockets", new NoSuchMethodError("okhttp3.Dns.lookup()"));

    assertThat(FailureText.of(missing)).contains("okhttp3.Dns.lookup()");
  }

  @Test
  void aMessageThatQuotesItsCauseIsTheCauses() {
    // new X(cause) takes the cause's toString as its own message.
    RuntimeException failure =
        new IllegalStateException(
            thrownBy("com.acme.Sockets", new IOException("https://user:hunter2@host")));

    assertThat(FailureText.of(failure)).doesNotContain("hunter2");
  }

  @Test
  void aCircleOfCausesEnds() {
    Exception one = new Exception("one");
    Exception other = new Exception("other", one);
    one.initCause(other);

    assertThat(FailureText.of(one)).contains("one").contains("other");
  }

  private static <T extends Throwable> T thrownBy(String type, T failure) {
    failure.setStackTrace(
        new StackTraceElement[] {new StackTraceElement(type, "open", "Sockets.java", 7)});
    return failure;
  }
}
