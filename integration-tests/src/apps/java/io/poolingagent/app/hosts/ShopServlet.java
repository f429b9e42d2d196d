package io.poolingagent.app.hosts;

import java.io.IOException;
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
  private final transient Shops shops = new Shops();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String type = request.getParameter("of");
    if (type == null) {
      return;
    }
    response.setContentType("text/plain");
    try {
      int times = Integer.parseInt(request.getParameter("times"));
      response.getWriter().print(shops.ask(type, times, request.getParameter("url")));
    } catch (Exception e) {
      throw new ServletException(deployment + " failed", e);
    }
  }

  @Override
  public void destroy() {
    try {
      shops.close();
    } catch (Exception e) {
      log("not closed", e);
    }
  }
}
