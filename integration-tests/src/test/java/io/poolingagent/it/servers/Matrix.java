package io.poolingagent.it.servers;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.poolingagent.it.ClientLibrary;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What is tried with what: nginx by three libraries, and all by {@code -Dit.wide=true}. */
final class Matrix {
  static final boolean WIDE = Boolean.getBoolean("it.wide");

  private Matrix() {}

  /** Each server with each library. */
  static Stream<Arguments> servers() {
    Stream<Product> products =
        WIDE ? Stream.of(Product.NGINX, Product.HAPROXY, Product.HTTPD) : Stream.of(Product.NGINX);
    return products.flatMap(product -> libraries().map(library -> arguments(product, library)));
  }

  static Stream<ClientLibrary> libraries() {
    Stream<ClientLibrary> always =
        Stream.of(
            ClientLibrary.okHttp("4.12.0"), ClientLibrary.jdk(25), ClientLibrary.apache4("4.5.14"));
    return WIDE
        ? Stream.concat(
            always,
            Stream.of(
                ClientLibrary.jdk(17),
                ClientLibrary.urlConnection(17),
                ClientLibrary.apache4Legacy("4.5.14"),
                ClientLibrary.apache5("5.6.5"),
                ClientLibrary.commonsHttpClient3()))
        : always;
  }

  /** The listeners that a library is tried at. */
  static List<Listener> listeners(ClientLibrary library) {
    List<Listener> listeners =
        WIDE
            ? List.of(
                Listener.HTTP,
                Listener.TLS_1_2,
                Listener.TLS_1_3,
                Listener.MUTUAL_TLS,
                Listener.HTTP_2)
            : List.of(Listener.HTTP, Listener.TLS_1_3, Listener.HTTP_2);
    return listeners.stream().filter(listener -> listener.isFor(library)).toList();
  }
}
