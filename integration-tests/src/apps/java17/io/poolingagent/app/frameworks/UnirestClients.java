package io.poolingagent.app.frameworks;

/** Unirest: an instance for each request, shut down afterwards as its documentation says. */
final class UnirestClients {

  private UnirestClients() {}

  static String version3(boolean post, String url) {
    try (kong.unirest.UnirestInstance client = kong.unirest.Unirest.spawnInstance()) {
      return post
          ? client
              .post(url)
              .header("Content-Type", Exchange.TYPE)
              .body(Exchange.BODY)
              .asString()
              .getBody()
          : client.get(url).asString().getBody();
    }
  }

  /** Keeps cookies, each instance its own, unless it is told not to. */
  static Exchange version4(boolean cookies) {
    return (post, url) -> {
      try (kong.unirest.core.UnirestInstance client = kong.unirest.core.Unirest.spawnInstance()) {
        client.config().enableCookieManagement(cookies);
        return post
            ? client
                .post(url)
                .header("Content-Type", Exchange.TYPE)
                .body(Exchange.BODY)
                .asString()
                .getBody()
            : client.get(url).asString().getBody();
      }
    };
  }
}
