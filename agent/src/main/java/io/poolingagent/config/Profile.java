package io.poolingagent.config;

import java.util.Locale;

/** The presets that exist without being written in a file; a file may redefine them. */
enum Profile {
  SMALL(10, 5),
  MEDIUM(20, 10),
  LARGE(30, 15);

  final int maxConnectionsPerHost;
  final int maxIdlePerHost;

  Profile(int maxConnectionsPerHost, int maxIdlePerHost) {
    this.maxConnectionsPerHost = maxConnectionsPerHost;
    this.maxIdlePerHost = maxIdlePerHost;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
