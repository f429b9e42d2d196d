package io.poolingagent.app.apache5;

import io.poolingagent.app.Config;
import io.poolingagent.app.Tls;
import io.poolingagent.app.TlsContent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.SSLConnectionSocketFactory;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a client by name. A class of this file never tells two of its instances apart by
 * state.
 */
final class Apache5Config {

  private Apache5Config() {}

  /**
   * Understands: socks (host:port), tls, tlsVerifier (descriptions), sslContext, verifier,
   * protocols, dns, socket, h1, timeToLive, proxy (host:port), authenticator, reuse, pool,
   * connectTimeout, readTimeout, soTimeout (ms), retry, cookies, redirects, proxyUser, kind (basic,
   * minimal, system, own). With none it is {@code HttpClients.createDefault()}.
   */
  static CloseableHttpClient newClient(Config config) {
    String kind = config.get("kind");
    if (kind == null && !anySetting(config)) {
      return HttpClients.createDefault();
    }
    if ("minimal".equals(kind)) {
      return HttpClients.createMinimal();
    }
    if ("system".equals(kind)) {
      return HttpClients.createSystem();
    }
    HttpClientBuilder builder = HttpClients.custom();
    for (Setting setting : Setting.values()) {
      String value = config.get(setting.name());
      if (value != null) {
        setting.apply(builder, config, value);
      }
    }
    if (config.has("pool")) {
      builder
          .setConnectionManager(
              config.instance(
                  "pool",
                  PoolingHttpClientConnectionManager.class,
                  PoolingHttpClientConnectionManager::new))
          .setConnectionManagerShared(true);
    } else if ("basic".equals(kind)) {
      builder.setConnectionManager(new BasicHttpClientConnectionManager());
    } else if (kind != null || ofManager(config)) {
      builder.setConnectionManager(manager(config));
    }
    return builder.build();
  }

  private static boolean anySetting(Config config) {
    for (Setting setting : Setting.values()) {
      if (config.has(setting.name())) {
        return true;
      }
    }
    return ofManager(config) || config.has("pool");
  }

  private static boolean ofManager(Config config) {
    for (String setting :
        new String[] {
          "tls",
          "tlsVerifier",
          "sslContext",
          "verifier",
          "protocols",
          "dns",
          "socket",
          "socks",
          "h1",
          "timeToLive",
          "soTimeout"
        }) {
      if (config.has(setting)) {
        return true;
      }
    }
    return false;
  }

  @SuppressWarnings("deprecation") // since 5.2 or 5.4, in favour of what 5.0 lacks
  private static HttpClientConnectionManager manager(Config config) {
    PoolingHttpClientConnectionManagerBuilder builder =
        PoolingHttpClientConnectionManagerBuilder.create();
    if (config.has("tls")
        || config.has("sslContext")
        || config.has("verifier")
        || config.has("protocols")) {
      builder.setSSLSocketFactory(tls(config));
    }
    String dns = config.get("dns");
    if (dns != null) {
      builder.setDnsResolver(config.instance("dns", DnsResolver.class, () -> new LoopbackDns(dns)));
    }
    String socks = config.get("socks");
    if (config.has("socket") || config.has("soTimeout") || socks != null) {
      builder.setDefaultSocketConfig(
          SocketConfig.custom()
              .setTcpNoDelay(!"delay".equals(config.get("socket")))
              .setSoTimeout(config.number("soTimeout", 0), TimeUnit.MILLISECONDS)
              .setSocksProxyAddress(socks == null ? null : address(socks))
              .build());
    }
    if (config.has("h1")) {
      builder.setConnectionFactory(
          new ManagedHttpClientConnectionFactory(
              Http1Config.custom().setMaxHeaderCount(config.number("h1", 100)).build(),
              null,
              null,
              null));
    }
    if (config.has("timeToLive")) {
      builder.setConnectionTimeToLive(
          TimeValue.ofMilliseconds(config.number("timeToLive", 60_000)));
    }
    return builder.build();
  }

  private static InetSocketAddress address(String text) {
    int colon = text.indexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private static SSLConnectionSocketFactory tls(Config config) {
    String described = config.get("tls");
    if (described != null) {
      String verifier = config.get("tlsVerifier");
      return new SSLConnectionSocketFactory(
          new TlsContent(described).context(),
          verifier == null ? null : TlsContent.verifier(verifier));
    }
    SSLContext context =
        config.has("sslContext")
            ? config.instance(
                "sslContext", SSLContext.class, () -> context(config.get("sslContext")))
            : org.apache.hc.core5.ssl.SSLContexts.createDefault();
    String verifier = config.get("verifier");
    return new SSLConnectionSocketFactory(
        context,
        config.has("protocols") ? new String[] {config.get("protocols")} : null,
        null,
        verifier == null
            ? null
            : config.instance("verifier", HostnameVerifier.class, () -> new Trusting(verifier)));
  }

  /** Contexts with one content are equal, so these differ in how long their sessions last. */
  private static SSLContext context(@Nullable String name) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Tls().trustManager()}, null);
      context.getClientSessionContext().setSessionTimeout("A".equals(name) ? 70_000 : 71_000);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is set on the client itself. */
  private enum Setting {
    proxy {
      @Override
      void apply(HttpClientBuilder builder, Config config, String value) {
        if (!value.equals("none")) {
          int colon = value.indexOf(':');
          builder.setProxy(
              new HttpHost(
                  value.substring(0, colon), Integer.parseInt(value.substring(colon + 1))));
        }
      }
    },
    authenticator {
      @Override
      void apply(HttpClientBuilder builder, Config config, String value) {
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        credentials.setCredentials(
            new AuthScope(null, null, -1, null, null),
            new UsernamePasswordCredentials(value, "secret".toCharArray()));
        builder.setDefaultCredentialsProvider(credentials);
      }
    },
    proxyUser {
      @Override
      void apply(HttpClientBuilder builder, Config config, String value) {
        authenticator.apply(builder, config, value);
      }
    },
    reuse {
      @Override
      void apply(HttpClientBuilder builder, Config config, String value) {
        builder.setConnectionReuseStrategy((request, response, context) -> false);
      }
    },
    connectTimeout {
      @Override
      @SuppressWarnings("deprecation") // since 5.2
      void apply(HttpClientBuilder builder, Config config, String value) {
        builder.setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectTimeout(Long.parseLong(value), TimeUnit.MILLISECONDS)
                .build());
      }
    },
    readTimeout {
      @Override
      void apply(HttpClientBuilder builder, Config config, String value) {
        builder.setDefaultRequestConfig(
            RequestConfig.custom()
                .setResponseTimeout(Long.parseLong(value), TimeUnit.MILLISECONDS)
                .build());
      }
    },
    retry {
      @Override
      void apply(HttpClientBuilder builder, Config config, String value) {
        if (!Boolean.parseBoolean(value)) {
          builder.disableAutomaticRetries();
        }
      }
    },
    retryInterval {
      @Override
      void apply(HttpClientBuilder builder, Config config, String value) {
        builder.setRetryStrategy(
            new DefaultHttpRequestRetryStrategy(
                1, TimeValue.ofMilliseconds(Long.parseLong(value))));
      }
    },
    cookies {
      @Override
      void apply(HttpClientBuilder builder, Config config, String value) {
        builder.setDefaultCookieStore(new BasicCookieStore());
      }
    },
    redirects {
      @Override
      void apply(HttpClientBuilder builder, Config config, String value) {
        if (!Boolean.parseBoolean(value)) {
          builder.disableRedirectHandling();
        }
      }
    };

    abstract void apply(HttpClientBuilder builder, Config config, String value);
  }

  /** The name makes the class stateful, as real ones are. */
  private static final class Trusting implements HostnameVerifier {
    private String name;

    Trusting(String name) {
      this.name = name;
    }

    @Override
    public boolean verify(String host, SSLSession session) {
      return !name.equals("strict");
    }
  }

  private static final class LoopbackDns implements DnsResolver {
    private final String name;

    LoopbackDns(String name) {
      this.name = name;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      if (name.equals("nowhere")) {
        throw new UnknownHostException(host);
      }
      return new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})};
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
