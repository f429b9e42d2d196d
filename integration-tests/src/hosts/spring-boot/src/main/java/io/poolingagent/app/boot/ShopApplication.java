package io.poolingagent.app.boot;

import io.poolingagent.app.hosts.Shops;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An application with its server inside, which makes a client for each request. */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class ShopApplication {

  private final Shops shops = new Shops();

  public static void main(String[] arguments) {
    SpringApplication.run(ShopApplication.class, arguments);
  }

  /** A line for each call. */
  @GetMapping("/shop/shop")
  public String shop(
      @RequestParam("of") String type,
      @RequestParam("times") int times,
      @RequestParam("url") String url)
      throws Exception {
    return shops.ask(type, times, url);
  }
}
