package io.poolingagent.sample.demo;

import io.poolingagent.sample.JavaVersion;
import io.poolingagent.sample.app.ClientLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The client libraries by version. Each has its own directory of jars, except what comes with the
 * JDK.
 */
enum DemoClient {
  OKHTTP3(ClientLibrary.OKHTTP),
  OKHTTP4(ClientLibrary.OKHTTP),
  OKHTTP5(ClientLibrary.OKHTTP),
  APACHE4(ClientLibrary.APACHE4),
  APACHE5(ClientLibrary.APACHE5),
  COMMONSHTTPCLIENT3(ClientLibrary.COMMONSHTTPCLIENT3),
  JDK(ClientLibrary.JDK),
  URLCONNECTION(ClientLibrary.URLCONNECTION);

  private final ClientLibrary library;

  DemoClient(ClientLibrary library) {
    this.library = library;
  }

  ClientLibrary library() {
    return library;
  }

  boolean hasJars() {
    return library != ClientLibrary.JDK && library != ClientLibrary.URLCONNECTION;
  }

  /**
   * For people, with the exact version.
   *
   * @param jars this client's directory
   */
  String title(Path jars) throws IOException {
    if (!hasJars()) {
      String name = library == ClientLibrary.JDK ? "java.net.http" : "HttpURLConnection";
      return name + " of JDK " + JavaVersion.running();
    }
    try (Stream<Path> files = Files.list(jars)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(
              name ->
                  name.startsWith("okhttp")
                      || name.startsWith("httpclient")
                      || name.startsWith("commons-httpclient"))
          .findFirst()
          .map(name -> kind() + name.replaceAll(".*-([\\d.]+)\\.jar", " $1"))
          .orElse(name());
    }
  }

  private String kind() {
    switch (library) {
      case APACHE4:
      case APACHE5:
        return "Apache HttpClient";
      case COMMONSHTTPCLIENT3:
        return "Commons HttpClient";
      default:
        return "OkHttp";
    }
  }
}
