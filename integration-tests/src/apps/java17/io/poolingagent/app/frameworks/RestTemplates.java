package io.poolingagent.app.frameworks;

import java.util.function.Supplier;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestTemplate;

/** Spring's {@code RestTemplate}, of versions 5 and 6 alike. */
final class RestTemplates {

  private RestTemplates() {}

  static Exchange exchange(String underneath) {
    return (post, url) -> {
      RestTemplate template =
          underneath.equals("default")
              ? new RestTemplate()
              : new RestTemplate(factory(underneath).get());
      String answer =
          post
              ? template.postForObject(url, plain(), String.class)
              : template.getForObject(url, String.class);
      return String.valueOf(answer);
    };
  }

  private static HttpEntity<String> plain() {
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.TEXT_PLAIN);
    return new HttpEntity<>(Exchange.BODY, headers);
  }

  /** A supplier, so that a factory that this version does not have is not loaded. */
  static Supplier<ClientHttpRequestFactory> factory(String underneath) {
    return switch (underneath) {
      case "simple" -> SimpleClientHttpRequestFactory::new;
      case "apache" -> HttpComponentsClientHttpRequestFactory::new;
      case "jdk" -> JdkClientHttpRequestFactory::new;
      default -> throw new IllegalArgumentException(underneath);
    };
  }
}
