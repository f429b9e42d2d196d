package io.poolingagent.it.servers;

/** A server as Debian ships it; its configuration is in {@code resources/servers}. */
enum Product {
  NGINX("nginx.conf", "HUP", "nginx", "-e", "stderr", "-g", "daemon off;", "-c"),
  HAPROXY("haproxy.cfg", "USR2", "haproxy", "-W", "-f"),
  HTTPD("httpd.conf", "USR1", "apache2", "-D", "FOREGROUND", "-f"),
  SQUID("squid.conf", "HUP", "squid", "-N", "-f");

  private final String configuration;
  private final String reloadSignal;
  private final String[] command;

  /**
   * @param reloadSignal at which it takes over its configuration anew without losing a request
   * @param command the last argument is still to come: where the configuration is
   */
  Product(String configuration, String reloadSignal, String... command) {
    this.configuration = configuration;
    this.reloadSignal = reloadSignal;
    this.command = command;
  }

  String configuration() {
    return configuration;
  }

  String reloadSignal() {
    return reloadSignal;
  }

  /** The command that runs it in the foreground. */
  String[] command(String pathOfConfiguration) {
    String[] whole = java.util.Arrays.copyOf(command, command.length + 1);
    whole[command.length] = pathOfConfiguration;
    return whole;
  }

  /**
   * How many requests it takes on a connection at most; HAProxy 2.6 knows no such limit, and
   * httpd's is for HTTP/1.
   */
  int requestsPerConnection(Listener listener) {
    return this == HAPROXY || (this == HTTPD && listener == Listener.HTTP_2)
        ? Integer.MAX_VALUE
        : 100;
  }
}
