package io.poolingagent.app.hosts;

import java.util.Dictionary;
import java.util.Hashtable;
import javax.servlet.Servlet;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** The web application as an OSGi bundle, for the HTTP whiteboard. */
public final class ShopBundle implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Dictionary<String, String> properties = new Hashtable<>();
    properties.put("osgi.http.whiteboard.servlet.pattern", "/shop/shop");
    context.registerService(Servlet.class, new ShopServlet(), properties);
  }

  /** The framework takes back the service, and the whiteboard ends the servlet. */
  @Override
  public void stop(BundleContext context) {}
}
