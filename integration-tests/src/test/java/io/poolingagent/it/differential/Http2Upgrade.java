package io.poolingagent.it.differential;

import java.io.IOException;

/** HTTP/2 without TLS, for those who ask for it in a request of HTTP/1.1 (RFC 7540, 3.2). */
record Http2Upgrade(Http2 http2) implements Stage.Protocol {

  @Override
  public void speak(Stage stage, Connection connection) throws IOException {
    String head = connection.readHead();
    if (head == null) {
      return;
    }
    Turn asked = new Turn(stage, connection, head, 0);
    String body = asked.body();
    if (!"h2c".equals(asked.header("Upgrade"))) {
      throw new IOException("nobody asked for HTTP/2: " + head);
    }
    connection.send(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
    new Http2Connection(http2, stage, connection).serve(head, body);
  }
}
