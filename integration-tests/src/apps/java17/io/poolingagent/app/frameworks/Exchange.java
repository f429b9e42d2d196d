package io.poolingagent.app.frameworks;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** One request through one framework, by a client made for it. */
public interface Exchange {

  /** The body that is posted. */
  String BODY = "hello";

  /** The media type of {@link #BODY}. */
  String TYPE = "text/plain";

  /** Sends a GET, or {@link #BODY} in a POST, and answers the body of the answer. */
  String send(boolean post, String url) throws Exception;

  /** Calls what stands behind a proxy, as one does that measures it. */
  static Object passOn(Object behind, Method method, Object... arguments) throws Throwable {
    try {
      return method.invoke(behind, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
