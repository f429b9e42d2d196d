package io.poolingagent.app.frameworks;

import feign.Client;
import feign.Feign;
import feign.Headers;
import feign.RequestLine;
import feign.hc5.ApacheHttp5Client;
import feign.http2client.Http2Client;
import feign.httpclient.ApacheHttpClient;
import feign.okhttp.OkHttpClient;

/** Feign, with its own client and the others that it comes with. */
final class FeignClients {

  private FeignClients() {}

  /** What is called. */
  interface Echo {
    /** Gets. */
    @RequestLine("GET /echo")
    String get();

    /** Posts. */
    @RequestLine("POST /echo")
    @Headers("Content-Type: " + Exchange.TYPE)
    String post(String body);
  }

  static Exchange exchange(String underneath) {
    return (post, url) -> {
      Echo echo =
          builder(underneath).target(Echo.class, url.substring(0, url.lastIndexOf("/echo")));
      return post ? echo.post(Exchange.BODY) : echo.get();
    };
  }

  private static Feign.Builder builder(String underneath) {
    Feign.Builder builder = Feign.builder();
    return underneath.equals("default") ? builder : builder.client(client(underneath));
  }

  private static Client client(String underneath) {
    return switch (underneath) {
      case "okhttp" -> new OkHttpClient();
      case "apache4" -> new ApacheHttpClient();
      case "apache5" -> new ApacheHttp5Client();
      case "jdk" -> new Http2Client();
      default -> throw new IllegalArgumentException(underneath);
    };
  }
}
