package io.poolingagent.app.frameworks;

import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/** Spring's {@code RestClient}, which came with version 6.1. */
final class RestClients {

  private RestClients() {}

  static Exchange exchange(String underneath) {
    return (post, url) -> {
      RestClient client =
          underneath.equals("default")
              ? RestClient.create()
              : RestClient.builder().requestFactory(RestTemplates.factory(underneath).get()).build();
      RestClient.RequestHeadersSpec<?> request =
          post
              ? client
                  .post()
                  .uri(url)
                  .contentType(MediaType.TEXT_PLAIN)
                  .body(Exchange.BODY)
              : client.get().uri(url);
      return Objects.toString(request.retrieve().body(String.class));
    };
  }
}
