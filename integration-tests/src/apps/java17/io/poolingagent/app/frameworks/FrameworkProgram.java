package io.poolingagent.app.frameworks;

import java.util.List;

/**
 * Sends requests through a framework, GET and POST in turn, each by a client of its own, and prints
 * what came back. Arguments: how many requests to each address; then, as often as wanted, the
 * framework and what is underneath, such as {@code spring:jdk}, or a library and how its client is
 * made, and two addresses.
 */
public final class FrameworkProgram {

  private FrameworkProgram() {}

  /** Runs the program. */
  public static void main(String... arguments) throws Exception {
    int requests = Integer.parseInt(arguments[0]);
    for (int at = 1; at < arguments.length; at += 3) {
      String[] name = arguments[at].split(":");
      Exchange exchange = exchange(name[0], name[1]);
      for (String address : List.of(arguments[at + 1], arguments[at + 2])) {
        for (int i = 0; i < requests; i++) {
          System.out.println(exchange.send(i % 2 == 1, address));
        }
      }
    }
    // Some frameworks leave threads behind that are no daemons, which is not the test's matter.
    System.exit(0);
  }

  /** One class for each, so that only what is asked for needs to be there. */
  private static Exchange exchange(String framework, String underneath) {
    return switch (framework) {
      case "spring" -> RestTemplates.exchange(underneath);
      case "restclient" -> RestClients.exchange(underneath);
      case "feign" -> FeignClients.exchange(underneath);
      case "retrofit" -> RetrofitClients.exchange();
      case "unirest3" -> UnirestClients::version3;
      case "unirest4" -> UnirestClients.version4(!underneath.equals("no-cookies"));
      case "jaxrs" -> JaxRs.exchange();
      case "jersey-apache4" -> JerseyOnApache.exchange();
      case "apache4" -> Apache4Clients.exchange(underneath);
      case "apache5" -> Apache5Clients.exchange(underneath);
      default -> throw new IllegalArgumentException(framework);
    };
  }
}
