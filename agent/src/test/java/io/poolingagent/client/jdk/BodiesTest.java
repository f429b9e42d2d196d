package io.poolingagent.client.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be left unread, and what runs code of the application's. */
class BodiesTest {
  private static final BodyHandler<String> OWN = info -> BodyHandlers.ofString().apply(info);

  @Test
  void bodiesThatTheJdkReadsCannotStayUnread() {
    for (BodyHandler<?> reading :
        List.of(
            BodyHandlers.ofString(),
            BodyHandlers.ofString(StandardCharsets.UTF_16),
            BodyHandlers.ofByteArray(),
            BodyHandlers.ofByteArrayConsumer(part -> {}),
            BodyHandlers.ofFile(Path.of("x")),
            BodyHandlers.replacing(1),
            BodyHandlers.discarding())) {
      assertThat(Bodies.mayStayUnread(reading)).isFalse();
    }
    for (BodyHandler<?> perhaps :
        List.of(
            BodyHandlers.ofInputStream(),
            BodyHandlers.ofLines(),
            BodyHandlers.ofPublisher(),
            BodyHandlers.buffering(OWN, 10),
            OWN)) {
      assertThat(Bodies.mayStayUnread(perhaps)).isTrue();
    }
  }

  @Test
  void handlersThatAreGivenSomethingToCallRunCodeOfTheApplication() {
    assertThat(Bodies.runsNoCode(BodyHandlers.ofString())).isTrue();
    assertThat(Bodies.runsNoCode(BodyHandlers.ofInputStream())).isTrue();
    assertThat(Bodies.runsNoCode(BodyHandlers.ofByteArrayConsumer(part -> {}))).isFalse();
    assertThat(Bodies.runsNoCode(BodyHandlers.buffering(OWN, 10))).isFalse();
    assertThat(Bodies.runsNoCode(OWN)).isFalse();
  }

  @Test
  void soDoPublishersThatAskTheApplicationForTheBody() {
    assertThat(Bodies.runsNoCode(post(HttpRequest.BodyPublishers.noBody()))).isTrue();
    assertThat(Bodies.runsNoCode(post(HttpRequest.BodyPublishers.ofString("x")))).isTrue();
    assertThat(Bodies.runsNoCode(post(HttpRequest.BodyPublishers.ofByteArray(new byte[1]))))
        .isTrue();
    assertThat(
            Bodies.runsNoCode(
                post(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString("x")))))
        .isFalse();
    assertThat(
            Bodies.runsNoCode(post(HttpRequest.BodyPublishers.ofByteArrays(List.of(new byte[1])))))
        .isFalse();
  }

  private static HttpRequest post(HttpRequest.BodyPublisher body) {
    return HttpRequest.newBuilder(URI.create("http://localhost/")).POST(body).build();
  }
}
