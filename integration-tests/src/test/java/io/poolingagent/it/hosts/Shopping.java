package io.poolingagent.it.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.app.loaders.Apache4Shop;
import io.poolingagent.app.loaders.Apache5Shop;
import io.poolingagent.app.loaders.JdkShop;
import io.poolingagent.app.loaders.Shop;
import io.poolingagent.app.loaders.UrlConnectionShop;
import io.poolingagent.it.Upstream;
import java.util.List;

/** What all hosts' applications are asked, and how many connections their shops made of it. */
final class Shopping {

  private static final int CALLS = 5;

  /** What each call of a JDK shop makes: a plain one, and others of which some must stay apart. */
  private static final int JDK_CLIENTS = 5;

  /** One for the first client, which may be left alone, and one for all others. */
  private static final int FEW = 2;

  private static final List<Class<?>> SHOPS =
      List.of(
          Shop.class, Apache4Shop.class, Apache5Shop.class, UrlConnectionShop.class, JdkShop.class);

  private Shopping() {}

  /** Those that run on a Java of this feature release. */
  static List<Class<?>> shops(int feature) {
    return SHOPS.stream().filter(shop -> feature >= 11 || shop != JdkShop.class).toList();
  }

  /** Calls each of these shops, several times. */
  static void around(List<Class<?>> shops, RunningHost instance, Upstream upstream) {
    for (Class<?> shop : shops) {
      String url = upstream.url(path(shop));
      assertThat(
              instance.get(
                  "/shop/shop?of=%s&times=%d&url=%s".formatted(shop.getName(), CALLS, url)))
          .isEqualTo(("200 GET " + path(shop) + " \n").repeat(CALLS));
    }
  }

  /** Each client must have had a connection of its own. */
  static void assertNotShared(List<Class<?>> shops, Upstream upstream) {
    for (Class<?> shop : shops) {
      assertThat(connections(upstream, shop))
          .as("connections of " + shop.getSimpleName())
          .isEqualTo(clients(shop));
    }
  }

  /** The clients of each of so many deployments must have shared theirs. */
  static void assertShared(List<Class<?>> shops, Upstream upstream, int deployments) {
    for (Class<?> shop : shops) {
      assertThat(connections(upstream, shop))
          .as("connections of " + shop.getSimpleName())
          .isLessThanOrEqualTo(deployments * (clients(shop) - CALLS + FEW));
    }
  }

  private static int clients(Class<?> shop) {
    return shop == JdkShop.class ? CALLS * JDK_CLIENTS : CALLS;
  }

  private static long connections(Upstream upstream, Class<?> shop) {
    return upstream.requests().stream()
        .filter(request -> request.target().equals(path(shop)))
        .map(Upstream.Request::connection)
        .distinct()
        .count();
  }

  private static String path(Class<?> shop) {
    return '/' + shop.getSimpleName();
  }
}
