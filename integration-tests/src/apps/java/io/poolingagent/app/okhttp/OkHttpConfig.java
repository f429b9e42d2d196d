package io.poolingagent.app.okhttp;

import io.poolingagent.app.Config;
import io.poolingagent.app.Tls;
import io.poolingagent.app.TlsContent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;
import okhttp3.Authenticator;
import okhttp3.CertificatePinner;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * Settings of an OkHttp client by name. A class of this file never tells two of its instances apart
 * by state.
 */
final class OkHttpConfig {

  private OkHttpConfig() {}

  /**
   * Understands: tls, tlsVerifier (descriptions), sslContext, verifier, pins, dns, socketFactory,
   * proxy, socks (host:port), proxySelector, proxyAuthenticator, authenticator, signs (with this
   * Authorization, in a network interceptor), protocols (1.1), specs, pool (idle connections), ping
   * (ms), connectTimeout, readTimeout (ms), retry, cookies, redirects. With none it is {@code new
   * OkHttpClient()}.
   */
  static OkHttpClient newClient(Config config) {
    OkHttpClient.Builder builder = new OkHttpClient.Builder();
    boolean plain = true;
    for (Setting setting : Setting.values()) {
      String value = config.get(setting.name());
      if (value != null) {
        setting.apply(builder, config, value);
        plain = false;
      }
    }
    return plain ? new OkHttpClient() : builder.build();
  }

  /** Named as the tests name them. */
  @SuppressWarnings("deprecation")
  private enum Setting {
    tls {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        TlsContent tls = new TlsContent(value);
        builder.sslSocketFactory(tls.context().getSocketFactory(), tls.trustManager());
      }
    },
    tlsVerifier {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.hostnameVerifier(TlsContent.verifier(value));
      }
    },
    sslContext {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        Tls tls = config.instance(name(), Tls.class, Tls::new);
        try {
          builder.sslSocketFactory(tls.socketFactory(), tls.trustManager());
        } catch (NoSuchMethodError before32) {
          builder.sslSocketFactory(tls.socketFactory());
        }
      }
    },
    verifier {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.hostnameVerifier(
            config.instance(name(), HostnameVerifier.class, () -> new Trusting(value)));
      }
    },
    pins {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        // A pin of another host: it never fails here, and still two clients with different pins are
        // different.
        String pin = Tls.pin(value);
        builder.certificatePinner(new CertificatePinner.Builder().add("other.test", pin).build());
      }
    },
    dns {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.dns(config.instance(name(), Dns.class, () -> new LoopbackDns(value)));
      }
    },
    socketFactory {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.socketFactory(
            config.instance(name(), SocketFactory.class, () -> new PlainSockets(value)));
      }
    },
    proxy {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.proxy(value.equals("none") ? Proxy.NO_PROXY : httpProxy(value));
      }
    },
    socks {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.proxy(new Proxy(Proxy.Type.SOCKS, address(value)));
      }
    },
    proxySelector {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.proxySelector(
            config.instance(name(), ProxySelector.class, () -> new Direct(value)));
      }
    },
    proxyAuthenticator {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.proxyAuthenticator(
            config.instance(
                name(), Authenticator.class, () -> new Knowing(value, "Proxy-Authorization")));
      }
    },
    authenticator {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.authenticator(
            config.instance(
                name(), Authenticator.class, () -> new Knowing(value, "Authorization")));
      }
    },
    signs {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.addNetworkInterceptor(
            chain ->
                chain.proceed(chain.request().newBuilder().header("Authorization", value).build()));
      }
    },
    protocols {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.protocols(
            value.equals("1.1")
                ? Collections.singletonList(Protocol.HTTP_1_1)
                : Arrays.asList(Protocol.HTTP_2, Protocol.HTTP_1_1));
      }
    },
    specs {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        ConnectionSpec secure = value.equals("modern") ? ConnectionSpec.MODERN_TLS : OLDER;
        builder.connectionSpecs(Arrays.asList(secure, ConnectionSpec.CLEARTEXT));
      }
    },
    pool {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        int idle = value.matches("[0-9]+") ? Integer.parseInt(value) : 5;
        long seconds = value.startsWith("brief") ? 2 : 300;
        builder.connectionPool(
            config.instance(
                name(),
                ConnectionPool.class,
                () -> new ConnectionPool(idle, seconds, TimeUnit.SECONDS)));
      }
    },
    ping {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.pingInterval(Long.parseLong(value), TimeUnit.MILLISECONDS);
      }
    },
    connectTimeout {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.connectTimeout(Long.parseLong(value), TimeUnit.MILLISECONDS);
      }
    },
    readTimeout {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.readTimeout(Long.parseLong(value), TimeUnit.MILLISECONDS);
      }
    },
    retry {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.retryOnConnectionFailure(Boolean.parseBoolean(value));
      }
    },
    cookies {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.cookieJar(config.instance(name(), CookieJar.class, Jar::new));
      }
    },
    redirects {
      @Override
      void apply(OkHttpClient.Builder builder, Config config, String value) {
        builder.followRedirects(Boolean.parseBoolean(value));
      }
    };

    abstract void apply(OkHttpClient.Builder builder, Config config, String value);
  }

  private static final ConnectionSpec OLDER =
      new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
          .tlsVersions(okhttp3.TlsVersion.TLS_1_2)
          .build();

  private static Proxy httpProxy(String address) {
    return new Proxy(Proxy.Type.HTTP, address(address));
  }

  private static InetSocketAddress address(String text) {
    int colon = text.indexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  /**
   * Everything that an application can set as an object; the name makes the class stateful, as real
   * ones are.
   */
  private static final class Trusting implements HostnameVerifier {
    private final String name;

    Trusting(String name) {
      this.name = name;
    }

    @Override
    public boolean verify(String host, SSLSession session) {
      return !name.equals("strict");
    }
  }

  private static final class LoopbackDns implements Dns {
    private final String name;

    LoopbackDns(String name) {
      this.name = name;
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
      if (name.equals("nowhere")) {
        throw new UnknownHostException(host);
      }
      return Collections.singletonList(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}));
    }
  }

  private static final class PlainSockets extends SocketFactory {
    private final String name;

    PlainSockets(String name) {
      this.name = name;
    }

    @Override
    public Socket createSocket() throws IOException {
      if (name.equals("refusing")) {
        throw new IOException("refused by the application's socket factory");
      }
      return new Socket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return new Socket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return new Socket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return new Socket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return new Socket(host, port, local, localPort);
    }
  }

  private static final class Direct extends ProxySelector {
    private final String name;

    Direct(String name) {
      this.name = name;
    }

    @Override
    public List<Proxy> select(URI uri) {
      return Collections.singletonList(name.contains(":") ? httpProxy(name) : Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }

  /** Answers the question who it is by a name and a password, or by what it was given to say. */
  private static final class Knowing implements Authenticator {
    private final String user;
    private final String header;

    Knowing(String user, String header) {
      this.user = user;
      this.header = header;
    }

    @Override
    public okhttp3.@org.jspecify.annotations.Nullable Request authenticate(
        okhttp3.@org.jspecify.annotations.Nullable Route route, okhttp3.Response response) {
      if (response.request().header(header) != null) {
        return null;
      }
      return response
          .request()
          .newBuilder()
          .header(
              header, user.startsWith("NTLM") ? user : okhttp3.Credentials.basic(user, "secret"))
          .build();
    }
  }

  private static final class Jar implements CookieJar {
    private final Map<String, List<Cookie>> cookies = new HashMap<>();

    @Override
    public synchronized void saveFromResponse(HttpUrl url, List<Cookie> received) {
      cookies.put(url.host(), new ArrayList<>(received));
    }

    @Override
    public synchronized List<Cookie> loadForRequest(HttpUrl url) {
      return new ArrayList<>(cookies.getOrDefault(url.host(), Collections.emptyList()));
    }
  }
}
