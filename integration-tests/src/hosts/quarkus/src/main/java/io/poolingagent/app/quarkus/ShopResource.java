package io.poolingagent.app.quarkus;

import io.poolingagent.app.hosts.Shops;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** An application with its server inside, which makes a client for each request. */
@Path("/shop/shop")
public class ShopResource {

  private static final Shops SHOPS = new Shops();

  /** A line for each call. */
  @GET
  @Produces(MediaType.TEXT_PLAIN)
  public String shop(
      @QueryParam("of") String type,
      @QueryParam("times") int times,
      @QueryParam("url") String url)
      throws Exception {
    return SHOPS.ask(type, times, url);
  }
}
