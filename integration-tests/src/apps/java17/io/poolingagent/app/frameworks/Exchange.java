package io.poolingagent.app.frameworks;

/** One request through one framework, by a client made for it. */
public interface Exchange {

  /** The body that is posted. */
  String BODY = "hello";

  /** The media type of {@link #BODY}. */
  String TYPE = "text/plain";

  /** Sends a GET, or {@link #BODY} in a POST, and answers the body of the answer. */
  String send(boolean post, String url) throws Exception;
}
