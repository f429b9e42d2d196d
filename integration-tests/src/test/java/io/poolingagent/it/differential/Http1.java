package io.poolingagent.it.differential;

import io.poolingagent.it.Upstream;
import java.io.IOException;

/**
 * HTTP/1.1: one request after the other.
 *
 * @param actsBeforeTheBody whether {@code play} itself reads the bodies of requests
 */
record Http1(Stage.Play play, boolean actsBeforeTheBody) implements Stage.Protocol {

  @Override
  public void speak(Stage stage, Connection connection) throws IOException {
    while (!connection.ended()) {
      String head = connection.readHead();
      if (head == null) {
        return;
      }
      answer(stage, connection, head);
    }
  }

  private void answer(Stage stage, Connection connection, String head) throws IOException {
    if (Request.target(head).endsWith("/warm")) {
      new Turn(stage, connection, head, 0).body();
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwarm");
      return;
    }
    Turn turn = stage.arrived(number -> new Turn(stage, connection, head, number));
    try {
      if (!actsBeforeTheBody) {
        turn.body();
      }
      play.act(turn);
    } finally {
      if (connection.ended()) {
        Upstream.closeQuietly(connection.tcp());
      }
      stage.over(turn);
    }
  }
}
