package io.poolingagent.it.differential;

import java.io.IOException;

/**
 * HTTP/2 frame by frame, so that a server can say whatever the protocol allows, and does not.
 *
 * @param greeting what it says first
 * @param actsBeforeTheBody whether {@code play} itself waits for the bodies of requests
 */
record Http2(Greeting greeting, Play play, boolean actsBeforeTheBody) implements Stage.Protocol {

  // RFC 9113, section 6
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int ACK = 1;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  static final int PADDED = 8;
  static final int WITH_PRIORITY = 32;

  // Section 6.5.2
  static final int HEADER_TABLE_SIZE = 1;
  static final int ENABLE_PUSH = 2;
  static final int MAX_CONCURRENT_STREAMS = 3;
  static final int INITIAL_WINDOW_SIZE = 4;
  static final int MAX_FRAME_SIZE = 5;

  // Section 7
  static final int NO_ERROR = 0;
  static final int PROTOCOL_ERROR = 1;
  static final int REFUSED_STREAM = 7;
  static final int CANCEL = 8;
  static final int ENHANCE_YOUR_CALM = 11;
  static final int HTTP_1_1_REQUIRED = 13;

  /** What a server does about a request that has arrived, on a thread of its own. */
  interface Play {
    /**
     * Answers, or misbehaves.
     *
     * @throws IOException when the client is gone
     */
    void act(Http2Turn turn) throws IOException;
  }

  /** What a server says before there is a request. */
  interface Greeting {
    /** No settings but the defaults. */
    Greeting PLAIN = Http2Connection::settings;

    /**
     * Speaks.
     *
     * @throws IOException when the client is gone
     */
    void greet(Http2Connection connection) throws IOException;
  }

  @Override
  public void speak(Stage stage, Connection connection) throws IOException {
    new Http2Connection(this, stage, connection).serve();
  }
}
