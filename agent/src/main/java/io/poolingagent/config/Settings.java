package io.poolingagent.config;

import io.poolingagent.pool.Limits;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the operator wants, read once at start. Immutable and safe to share between threads; the
 * switches that JMX turns answer a new instance ({@link #withEnabled}, {@link #withMode}).
 *
 * <p>Where a setting comes from, the highest first: agent arguments, {@code -Dpooling.key}, {@code
 * POOLING_KEY}, the settings file, the default in {@link Setting}. A profile stands for the limits
 * it names, in the source where it is written, and a limit written beside it wins.
 *
 * <p>For a host, each setting is taken from the most specific {@code hosts} block that has it: the
 * exact name, then {@code *.suffix} blocks from the longest suffix to the shortest, then the JVM's.
 */
public final class Settings {
  private static final Settings DEFAULTS =
      new Settings(
          Collections.<Setting, Object>emptyMap(),
          Collections.<String, Map<Setting, Object>>emptyMap(),
          Collections.<String>emptySet(),
          Collections.<String>emptyList());

  private final EnumMap<Setting, Object> values;
  private final HostSettings everyHost;
  private final Map<String, HostSettings> hosts;
  private final Set<String> disabledClients;
  private final List<String> warnings;
  private final boolean enabled;
  private final Mode mode;
  private final List<String> excludeCallers;

  /**
   * @param values what was set for the JVM
   * @param hosts by host name or {@code *.suffix} (lower case): everything that was set for it, the
   *     less specific blocks included
   */
  Settings(
      Map<Setting, Object> values,
      Map<String, Map<Setting, Object>> hosts,
      Set<String> disabledClients,
      List<String> warnings) {
    this.values = new EnumMap<>(Setting.class);
    this.values.putAll(values);
    this.everyHost = new HostSettings(values);
    this.hosts = new HashMap<>();
    for (Map.Entry<String, Map<Setting, Object>> each : hosts.entrySet()) {
      this.hosts.put(each.getKey(), new HostSettings(each.getValue()));
    }
    this.disabledClients = new HashSet<>(disabledClients);
    this.warnings = warnings;
    this.enabled = (Boolean) value(Setting.ENABLED);
    this.mode = (Mode) value(Setting.MODE);
    this.excludeCallers = strings(value(Setting.EXCLUDE_CALLERS));
  }

  private Settings(Settings other, Setting changed, Object value) {
    this.values = new EnumMap<>(other.values);
    this.values.put(changed, value);
    this.everyHost = other.everyHost;
    this.hosts = other.hosts;
    this.disabledClients = other.disabledClients;
    this.warnings = other.warnings;
    this.enabled = (Boolean) value(Setting.ENABLED);
    this.mode = (Mode) value(Setting.MODE);
    this.excludeCallers = strings(value(Setting.EXCLUDE_CALLERS));
  }

  /** Nothing set. */
  public static Settings defaults() {
    return DEFAULTS;
  }

  /** Whether new clients may be pooled; {@code false} leaves all alone. */
  public boolean enabled() {
    return enabled;
  }

  /** Pool or only report. */
  public Mode mode() {
    return mode;
  }

  /** Whether {@code clients.NAME.enabled} allows this client library ("okhttp3", "jdk"). */
  public boolean clientEnabled(String client) {
    return !disabledClients.contains(client);
  }

  /**
   * What holds for this host. Cheap (map lookups, one per label of the name), but callers keep the
   * answer per destination.
   *
   * @param host name or address as in an origin; case, a trailing dot and brackets do not matter
   */
  public HostSettings forHost(String host) {
    if (hosts.isEmpty()) {
      return everyHost;
    }
    String name = canonicalHost(host);
    HostSettings found = hosts.get(name);
    for (int dot = name.indexOf('.'); found == null && dot >= 0; dot = name.indexOf('.', dot + 1)) {
      found = hosts.get("*" + name.substring(dot));
    }
    return found == null ? everyHost : found;
  }

  /** The limits of {@link #forHost}. */
  public Limits limitsFor(String host) {
    return forHost(host).limits();
  }

  /** Whether the limits of some host, or of all of them, are hard. */
  public boolean anyHardLimit() {
    if (everyHost.limits().hard()) {
      return true;
    }
    for (HostSettings host : hosts.values()) {
      if (host.limits().hard()) {
        return true;
      }
    }
    return false;
  }

  /** The longest time that connections to some host may be idle, in nanoseconds. */
  public long longestKeepAliveNanos() {
    long longest = everyHost.limits().keepAliveNanos();
    for (HostSettings host : hosts.values()) {
      longest = Math.max(longest, host.limits().keepAliveNanos());
    }
    return longest;
  }

  /** Whether clients of some host, or of all of them, are pooled although they opted out. */
  public boolean anyForced() {
    if (everyHost.force()) {
      return true;
    }
    for (HostSettings host : hosts.values()) {
      if (host.force()) {
        return true;
      }
    }
    return false;
  }

  /** When a POST to any host without a block of its own may use a used connection. */
  public NonIdempotent nonIdempotent() {
    return everyHost.nonIdempotent();
  }

  /** {@link HostSettings#validatedIdleNanos()} of any host without a block of its own. */
  public long validatedIdleNanos() {
    return everyHost.validatedIdleNanos();
  }

  /** Most pools per client library; at least 1. */
  public int maxPools() {
    return (Integer) value(Setting.MAX_POOLS);
  }

  /** Packages or classes whose clients are left alone; unmodifiable, mostly empty. */
  public List<String> excludeCallers() {
    return excludeCallers;
  }

  /** Whether metrics and operations appear over JMX. */
  public boolean jmx() {
    return (Boolean) value(Setting.JMX);
  }

  /** The file to write the agent's counts to when the JVM ends; null when there is none. */
  public @Nullable String report() {
    String file = (String) value(Setting.REPORT);
    return file.isEmpty() ? null : file;
  }

  /** How much the agent says. */
  public LogLevel logLevel() {
    return (LogLevel) value(Setting.LOG_LEVEL);
  }

  /** Lines for the operator about what was read but ignored; unmodifiable, mostly empty. */
  public List<String> warnings() {
    return warnings;
  }

  /** The same with the switch turned. */
  public Settings withEnabled(boolean enabled) {
    return new Settings(this, Setting.ENABLED, enabled);
  }

  /** The same in another mode. */
  public Settings withMode(Mode mode) {
    return new Settings(this, Setting.MODE, mode);
  }

  @SuppressWarnings("unchecked") // the reader and the default only put lists of strings there
  private static List<String> strings(Object value) {
    return (List<String>) value;
  }

  private Object value(Setting setting) {
    return HostSettings.value(values, setting);
  }

  static String canonicalHost(String host) {
    int from = host.startsWith("[") && host.endsWith("]") ? 1 : 0;
    int to = host.length() - (from == 1 || host.endsWith(".") ? 1 : 0);
    return host.substring(from, to).toLowerCase(Locale.ROOT);
  }
}
