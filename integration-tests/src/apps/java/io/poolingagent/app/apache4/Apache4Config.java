package io.poolingagent.app.apache4;

import io.poolingagent.app.Config;
import io.poolingagent.app.Tls;
import io.poolingagent.app.TlsContent;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.http.HttpHost;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.DnsResolver;
import org.apache.http.conn.HttpClientConnectionManager;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLContexts;
import org.apache.http.conn.ssl.X509HostnameVerifier;
import org.apache.http.impl.client.BasicCookieStore;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.BasicHttpClientConnectionManager;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.protocol.HttpContext;

/** Settings of a client by name. */
@SuppressWarnings("deprecation") // 4.3 has no other names for some of them
final class Apache4Config {

  private Apache4Config() {}

  /** With no setting it is {@code HttpClients.createDefault()}. */
  static CloseableHttpClient newClient(Config config) {
    if (config.has("minimal")) {
      return HttpClients.createMinimal();
    }
    HttpClientBuilder builder = HttpClients.custom();
    RequestConfig.Builder requests = RequestConfig.custom();
    boolean plain = true;
    for (Setting setting : Setting.values()) {
      String value = config.get(setting.name());
      if (value != null) {
        setting.apply(builder, requests, config, value);
        plain = false;
      }
    }
    return plain
        ? HttpClients.createDefault()
        : builder.setDefaultRequestConfig(requests.build()).build();
  }

  /** Named as the tests name them. */
  private enum Setting {
    tls {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        builder.setSslcontext(new TlsContent(value).context());
      }
    },
    tlsVerifier {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        builder.setHostnameVerifier(new Described(TlsContent.verifier(value)));
      }
    },
    sslContext {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        builder.setSslcontext(config.instance(name(), Tls.class, Tls::new).context());
      }
    },
    /** A context made for this client alone, with the certificate of the client's name. */
    identity {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        builder.setSslcontext(config.instance(name(), SSLContext.class, () -> context(value)));
      }
    },
    verifier {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        builder.setHostnameVerifier(
            config.instance(name(), Trusting.class, () -> new Trusting(value)));
      }
    },
    dns {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        DnsResolver resolver =
            config.instance(name(), DnsResolver.class, () -> new LoopbackDns(value));
        PoolingHttpClientConnectionManager manager =
            new PoolingHttpClientConnectionManager(registry(config), resolver);
        if (config.has("sockets")) {
          manager.setDefaultSocketConfig(sockets(String.valueOf(config.get("sockets"))));
        }
        if (config.has("messages")) {
          manager.setDefaultConnectionConfig(messages(config.number("messages", 0)));
        }
        builder.setConnectionManager(manager);
      }
    },
    manager {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        builder.setConnectionManager(
            config.instance(name(), HttpClientConnectionManager.class, () -> manager(value)));
      }
    },
    sockets {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        builder.setDefaultSocketConfig(Apache4Config.sockets(value));
      }
    },
    soTimeout {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        builder.setDefaultSocketConfig(
            SocketConfig.custom().setSoTimeout(Integer.parseInt(value)).build());
      }
    },
    messages {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        builder.setDefaultConnectionConfig(Apache4Config.messages(Integer.parseInt(value)));
      }
    },
    local {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        try {
          requests.setLocalAddress(InetAddress.getByName(value));
        } catch (UnknownHostException e) {
          throw new IllegalArgumentException(e);
        }
      }
    },
    proxy {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        if (!value.equals("none")) {
          int colon = value.indexOf(':');
          requests.setProxy(
              new HttpHost(
                  value.substring(0, colon), Integer.parseInt(value.substring(colon + 1))));
        }
      }
    },
    /** As the library's examples do: it has no setting for it. */
    socks {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        int colon = value.indexOf(':');
        Proxy proxy =
            new Proxy(
                Proxy.Type.SOCKS,
                new InetSocketAddress(
                    value.substring(0, colon), Integer.parseInt(value.substring(colon + 1))));
        builder.setConnectionManager(
            new PoolingHttpClientConnectionManager(
                RegistryBuilder.<ConnectionSocketFactory>create()
                    .register(
                        "http",
                        new PlainConnectionSocketFactory() {
                          @Override
                          public Socket createSocket(HttpContext context) {
                            return new Socket(proxy);
                          }
                        })
                    .register(
                        "https",
                        new SSLConnectionSocketFactory(SSLContexts.createSystemDefault()) {
                          @Override
                          public Socket createSocket(HttpContext context) {
                            return new Socket(proxy);
                          }
                        })
                    .build()));
      }
    },
    maxPerRoute {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        builder.setMaxConnPerRoute(Integer.parseInt(value));
      }
    },
    connectTimeout {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        requests.setConnectTimeout(Integer.parseInt(value));
      }
    },
    readTimeout {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        requests.setSocketTimeout(Integer.parseInt(value));
      }
    },
    acquireTimeout {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        requests.setConnectionRequestTimeout(Integer.parseInt(value));
      }
    },
    retry {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        if (value.equals("false")) {
          builder.disableAutomaticRetries();
        }
      }
    },
    cookies {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        builder.setDefaultCookieStore(
            config.instance(name(), BasicCookieStore.class, BasicCookieStore::new));
      }
    },
    redirects {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        if (value.equals("false")) {
          builder.disableRedirectHandling();
        }
      }
    },
    evict {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        builder.evictIdleConnections(1L, TimeUnit.SECONDS);
      }
    },
    authenticator {
      @Override
      void apply(
          HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value) {
        BasicCredentialsProvider provider = new BasicCredentialsProvider();
        provider.setCredentials(AuthScope.ANY, new UsernamePasswordCredentials(value, "secret"));
        builder.setDefaultCredentialsProvider(provider);
      }
    };

    abstract void apply(
        HttpClientBuilder builder, RequestConfig.Builder requests, Config config, String value);
  }

  /** A context that presents the key in this file. */
  private static SSLContext context(String keys) {
    try (InputStream in = Files.newInputStream(Paths.get(keys))) {
      char[] password = System.getProperty("javax.net.ssl.trustStorePassword").toCharArray();
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpClientConnectionManager manager(String value) {
    return value.startsWith("basic")
        ? new BasicHttpClientConnectionManager()
        : new PoolingHttpClientConnectionManager();
  }

  private static SocketConfig sockets(String value) {
    return SocketConfig.custom().setSoKeepAlive(value.equals("keepalive")).build();
  }

  private static ConnectionConfig messages(int bufferSize) {
    return ConnectionConfig.custom().setBufferSize(bufferSize).build();
  }

  /** As the builder would have made it. */
  private static Registry<ConnectionSocketFactory> registry(Config config) {
    String verifier = config.get("verifier");
    return RegistryBuilder.<ConnectionSocketFactory>create()
        .register("http", PlainConnectionSocketFactory.getSocketFactory())
        .register(
            "https",
            new SSLConnectionSocketFactory(
                config.has("sslContext")
                    ? config.instance("sslContext", Tls.class, Tls::new).context()
                    : SSLContexts.createDefault(),
                verifier == null
                    ? SSLConnectionSocketFactory.BROWSER_COMPATIBLE_HOSTNAME_VERIFIER
                    : config.instance("verifier", Trusting.class, () -> new Trusting(verifier))))
        .build();
  }

  /** A verifier as the library wanted it up to 4.3, around one of the JDK's kind. */
  static final class Described implements X509HostnameVerifier {
    private final HostnameVerifier verifier;

    Described(HostnameVerifier verifier) {
      this.verifier = verifier;
    }

    @Override
    public boolean verify(String host, SSLSession session) {
      return verifier.verify(host, session);
    }

    @Override
    public void verify(String host, SSLSocket socket) throws IOException {
      if (!verify(host, socket.getSession())) {
        throw new SSLException(host);
      }
    }

    @Override
    public void verify(String host, X509Certificate certificate) {}

    @Override
    public void verify(String host, String[] names, String[] alternatives) {}
  }

  /** The name makes the class stateful, as real ones are. */
  static final class Trusting implements X509HostnameVerifier {
    private final String name;

    Trusting(String name) {
      this.name = name;
    }

    @Override
    public boolean verify(String host, SSLSession session) {
      return !name.equals("strict");
    }

    @Override
    public void verify(String host, SSLSocket socket) throws IOException {
      if (name.equals("strict")) {
        throw new SSLException("strict");
      }
    }

    @Override
    public void verify(String host, X509Certificate certificate) {}

    @Override
    public void verify(String host, String[] names, String[] alternatives) {}
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
  }
}
