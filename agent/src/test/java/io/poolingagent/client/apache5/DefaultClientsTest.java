package io.poolingagent.client.apache5;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.audit.Reason;
import io.poolingagent.client.FakeContext;
import io.poolingagent.client.Members;
import io.poolingagent.pool.SharedPool;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.ProxySelector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DefaultClientsTest {
  private static final Set<String> KEPT_BY_CLIENT =
      Set.of("cookieStore", "credentialsProvider", "defaultRequestConfig");

  private final FakeContext context = new FakeContext();
  private final DefaultManagers managers;
  private final PoolChoice choice;
  private final DefaultClients clients;

  DefaultClientsTest() throws ReflectiveOperationException {
    Internals internals = new Internals();
    Structure structure = new Structure(context.tls(), internals.library());
    managers = new DefaultManagers(context, internals, structure, new Built(context, structure));
    choice =
        new PoolChoice(
            context,
            internals,
            structure,
            new CurrentRequest(internals),
            new Handover(),
            new Statistics());
    clients = new DefaultClients(context, choice, managers);
  }

  /** The library builds it; from the second one on they are made here. */
  @BeforeEach
  void theFirstOneIsTheLibrarys() throws Throwable {
    assertThat(wanted(HttpClientBuilder.create())).isNull();
    SharedPool pool = Objects.requireNonNull(Objects.requireNonNull(managers.kind()).pool);
    assertThat(pool.seen()).isFalse();
    assertThat(pool.firstSighting()).isTrue();
  }

  private @Nullable CloseableHttpClient wanted(HttpClientBuilder builder) throws Throwable {
    return (CloseableHttpClient) clients.wanted(builder, new Object[0]);
  }

  private CloseableHttpClient plain() throws Throwable {
    return Objects.requireNonNull(wanted(HttpClientBuilder.create()));
  }

  private static @Nullable Object get(Object object, String field) throws Throwable {
    return Members.getter(object.getClass(), field).invoke(object);
  }

  private static List<Object> handlers(CloseableHttpClient client) throws Throwable {
    List<Object> handlers = new ArrayList<>();
    for (Object at = get(client, "execChain"); at != null; at = get(at, "next")) {
      handlers.add(Objects.requireNonNull(get(at, "handler")));
    }
    return handlers;
  }

  @Test
  void theyAreMadeAsTheLibraryMakesThem() throws Throwable {
    plain();
    CloseableHttpClient ours = plain();
    CloseableHttpClient librarys = HttpClientBuilder.create().build();

    assertSameClasses(ours, librarys);
    List<Object> handlers = handlers(ours);
    List<Object> theirs = handlers(librarys);
    assertThat(handlers).hasSameSizeAs(theirs);
    for (int i = 0; i < handlers.size(); i++) {
      assertSameClasses(handlers.get(i), theirs.get(i));
    }
  }

  /** The same class, and the same classes in all fields but that of the manager. */
  private static void assertSameClasses(Object ours, Object librarys) throws Throwable {
    assertThat(ours.getClass()).isEqualTo(librarys.getClass());
    for (Field field : librarys.getClass().getDeclaredFields()) {
      Object own = Modifier.isStatic(field.getModifiers()) ? null : get(ours, field.getName());
      if (own != null && !(own instanceof Shadow)) {
        assertThat(own.getClass())
            .as(field.toString())
            .isEqualTo(Objects.requireNonNull(get(librarys, field.getName())).getClass());
      }
    }
  }

  @Test
  void eachHasWhatIsItsOwn() throws Throwable {
    CloseableHttpClient first = plain();
    CloseableHttpClient second = plain();
    List<Object> handlers = handlers(first);
    List<Object> others = handlers(second);
    int last = handlers.size() - 1;

    for (String own : List.of("connManager", "cookieStore", "credentialsProvider", "execChain")) {
      assertThat(get(first, own)).as(own).isNotSameAs(get(second, own));
    }
    assertThat(handlers.subList(0, last)).isEqualTo(others.subList(0, last));
    assertThat(handlers.get(last)).isNotSameAs(others.get(last));
    // The last one closes its manager when a caller meets an Error, and a client when it is closed.
    Object manager = get(handlers.get(last), "connectionManager");
    assertThat(manager).isNotSameAs(get(others.get(last), "connectionManager"));
    assertThat((Iterable<?>) get(first, "closeables")).hasSize(1).allMatch(o -> o == manager);
    assertThat(get(Objects.requireNonNull(get(first, "connManager")), "own")).isSameAs(manager);
  }

  @Test
  void whatAClientKeepsItselfIsItsBuilders() throws Throwable {
    BasicCookieStore cookies = new BasicCookieStore();
    BasicCredentialsProvider credentials = new BasicCredentialsProvider();
    RequestConfig config = RequestConfig.custom().setMaxRedirects(3).build();
    CloseableHttpClient told =
        Objects.requireNonNull(
            wanted(
                HttpClientBuilder.create()
                    .setDefaultCookieStore(cookies)
                    .setDefaultCredentialsProvider(credentials)
                    .setDefaultRequestConfig(config)));

    assertThat(get(told, "cookieStore")).isSameAs(cookies);
    assertThat(get(told, "credentialsProvider")).isSameAs(credentials);
    assertThat(get(told, "defaultConfig")).isSameAs(config);
    assertThat(get(plain(), "defaultConfig")).isSameAs(RequestConfig.DEFAULT);
  }

  @Test
  void whateverElseABuilderWasToldIsLeftToTheLibrary() throws Throwable {
    plain();
    int settings = 0;
    for (Field field : HttpClientBuilder.class.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !KEPT_BY_CLIENT.contains(field.getName())) {
        HttpClientBuilder builder = HttpClientBuilder.create();
        field.setAccessible(true);
        field.set(builder, some(field.getType()));
        assertThat(wanted(builder)).as(field.getName()).isNull();
        settings++;
      }
    }
    assertThat(settings).isGreaterThan(30);
  }

  private static Object some(Class<?> type) {
    if (type == boolean.class) {
      return true;
    }
    if (type.isInterface() && !type.getName().startsWith("java.util.")) {
      return Proxy.newProxyInstance(
          type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
    }
    return List.of(
            "text",
            new LinkedList<>(),
            new LinkedHashMap<>(),
            new HttpHost("a.example"),
            TimeValue.ofSeconds(1),
            ProxySelector.of(null), // since 5.2
            new HttpRequestExecutor())
        .stream()
        .filter(type::isInstance)
        .findFirst()
        .orElseThrow(() -> new AssertionError(type));
  }

  @Test
  void aBuilderOfTheApplicationsClassBuildsItself() throws Throwable {
    plain();
    assertThat(wanted(new HttpClientBuilder() {})).isNull();
  }

  @Test
  void whileNothingIsPooledTheLibraryBuildsThem() throws Throwable {
    plain();
    context.pooling(false);
    assertThat(wanted(HttpClientBuilder.create())).isNull();
  }

  @Test
  void eachIsCounted() throws Throwable {
    plain();
    plain();
    wanted(HttpClientBuilder.create().disableRedirectHandling()); // counted when it is made

    assertThat(context.audit().report().clients())
        .singleElement()
        .matches(client -> client.pooled() == 2);
  }

  @Test
  void aClientForWhichThereIsNoRoomIsToldOnce() throws Throwable {
    context.maxPools(0);
    choice.clientCreated(null, new Object[] {new BasicHttpClientConnectionManager()});
    assertThat(leftAloneAsFull()).isEqualTo(1);

    assertThat(wanted(HttpClientBuilder.create())).isNull();
    Object manager = Objects.requireNonNull(managers.kind()).newManager();
    assertThat(choice.clientCreated(null, new Object[] {manager})).isNull();

    assertThat(leftAloneAsFull()).isEqualTo(2);
  }

  private long leftAloneAsFull() {
    return context.audit().report().clients().stream()
        .mapToLong(client -> client.leftAlone().getOrDefault(Reason.REGISTRY_FULL, 0L))
        .sum();
  }
}
