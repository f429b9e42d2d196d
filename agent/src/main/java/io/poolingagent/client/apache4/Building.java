package io.poolingagent.client.apache4;

import io.poolingagent.client.AgentContext;
import io.poolingagent.client.Members;
import io.poolingagent.tls.TrustDefaults;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.util.VersionInfo;
import org.jspecify.annotations.Nullable;

/**
 * Spares a builder what it would make anew for each client, always the same: the socket factory for
 * TLS with the JVM's defaults, and the name that it reads from a file in its jar. A builder that
 * was told something about either is not touched. What is put into a builder while it builds is
 * taken out again.
 */
final class Building {
  /** What decides over connections; a builder that has any of it set makes its own factory. */
  private static final String[] CONNECTION_FIELDS = {
    "connManager",
    "sslSocketFactory",
    "hostnameVerifier",
    "publicSuffixMatcher",
    "dnsResolver",
    "defaultSocketConfig",
    "defaultConnectionConfig",
    "proxy",
    "routePlanner",
  };

  private static final Object NAME_SET = new Object();
  private static final Object TLS_SET = new Object();
  private static final Object BOTH_SET = new Object();

  private final AgentContext context;
  private final MethodHandle[] connectionFields;
  private final MethodHandle systemProperties;
  private final MethodHandle getName;
  private final MethodHandle setName;
  private final @Nullable MethodHandle noName;
  private final MethodHandle setTls;
  private final @Nullable String name;
  private volatile @Nullable Defaults defaults;

  private static final class Defaults {
    final TrustDefaults trust;
    final SSLConnectionSocketFactory factory;

    Defaults(TrustDefaults trust, SSLConnectionSocketFactory factory) {
      this.trust = trust;
      this.factory = factory;
    }
  }

  Building(AgentContext context) throws ReflectiveOperationException {
    this.context = context;
    Class<?> builder = HttpClientBuilder.class;
    List<MethodHandle> found = new ArrayList<>();
    for (String field : CONNECTION_FIELDS) {
      if (Members.has(builder, field)) {
        found.add(Members.getter(builder, field));
      }
    }
    found.add(Members.getter(builder, "sslContext", "sslcontext"));
    connectionFields = found.toArray(new MethodHandle[0]);
    systemProperties = Members.getter(builder, "systemProperties");
    getName = Members.getter(builder, "userAgent");
    setName = Members.setter(builder, "userAgent");
    setTls = Members.setter(builder, "sslSocketFactory");
    noName =
        Members.has(builder, "defaultUserAgentDisabled")
            ? Members.getter(builder, "defaultUserAgentDisabled")
            : null;
    name = Members.has(builder, "DEFAULT_USER_AGENT") ? null : name(); // 4.3 reads it once
  }

  private static String name() {
    return VersionInfo.getUserAgent(
        "Apache-HttpClient", "org.apache.http.client", HttpClientBuilder.class);
  }

  /** A builder begins to build; answers what has been put into it, null if nothing. */
  @Nullable Object begins(Object builder) throws Throwable {
    if (builder.getClass() != HttpClientBuilder.class
        || (boolean) systemProperties.invokeExact(builder)) {
      return null;
    }
    boolean nameSet = setName(builder);
    boolean tlsSet = setTls(builder);
    return nameSet && tlsSet ? BOTH_SET : nameSet ? NAME_SET : tlsSet ? TLS_SET : null;
  }

  private boolean setName(Object builder) throws Throwable {
    if (name == null
        || (Object) getName.invokeExact(builder) != null
        || (noName != null && (boolean) noName.invokeExact(builder))) {
      return false;
    }
    setName.invokeExact(builder, (Object) name);
    return true;
  }

  private boolean setTls(Object builder) throws Throwable {
    for (MethodHandle field : connectionFields) {
      if ((Object) field.invokeExact(builder) != null) {
        return false;
      }
    }
    setTls.invokeExact(builder, (Object) factory());
    return true;
  }

  /**
   * The factory that the library would have made, if the defaults of the JVM are what they were.
   */
  private SSLConnectionSocketFactory factory() {
    Defaults known = defaults;
    if (known == null || !known.trust.areUnchanged()) {
      synchronized (this) {
        known = defaults;
        if (known == null || !known.trust.areUnchanged()) {
          TrustDefaults trust = new TrustDefaults(context.clock());
          known = new Defaults(trust, SSLConnectionSocketFactory.getSocketFactory());
          defaults = known;
        }
      }
    }
    return known.factory;
  }

  /** The builder is done: takes out what was put in. */
  void ends(Object builder, Object set) throws Throwable {
    if (set != TLS_SET) {
      setName.invokeExact(builder, (Object) null);
    }
    if (set != NAME_SET) {
      setTls.invokeExact(builder, (Object) null);
    }
  }
}
