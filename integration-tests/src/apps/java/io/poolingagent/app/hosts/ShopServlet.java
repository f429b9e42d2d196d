package io.poolingagent.app.hosts;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.ServletException;
import javax.servlet.annotation.WebServlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * A web application that makes a client for each request. {@code /shop?of=CLASS&url=URL&times=N}
 * calls a shop of this class so often and prints a line for each call; without parameters it tells
 * that it is there. Where the servlet API has its new name, the tests rename it.
 */
@WebServlet("/shop")
public final class ShopServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  private final transient Deployment deployment = Deployment.ONE;
  private final transient Map<String, Callable<?>> shops = new ConcurrentHashMap<>();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String type = request.getParameter("of");
    if (type == null) {
      return;
    }
    Callable<?> shop =
        shops.computeIfAbsent(
            type + ' ' + request.getParameter("url"),
            key -> open(type, request.getParameter("url")));
    response.setContentType("text/plain");
    PrintWriter out = response.getWriter();
    for (int i = 0; i < Integer.parseInt(request.getParameter("times")); i++) {
      try {
        out.println(shop.call());
      } catch (Exception e) {
        throw new ServletException(deployment + " failed", e);
      }
    }
  }

  private static Callable<?> open(String type, String url) {
    try {
      return (Callable<?>) Class.forName(type).getConstructor(String.class).newInstance(url);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type, e);
    }
  }

  /** Ends what the shops have started, as a well-behaved application does. */
  @Override
  public void destroy() {
    for (Callable<?> shop : shops.values()) {
      if (shop instanceof AutoCloseable) {
        try {
          ((AutoCloseable) shop).close();
        } catch (Exception e) {
          log("not closed: " + shop, e);
        }
      }
    }
  }
}
