package io.poolingagent.config;

import io.poolingagent.pool.Limits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link Settings} from the places where an operator may put them: agent arguments ({@code
 * key=value,key=value}), system properties ({@code -Dpooling.key=value}), environment variables
 * ({@code POOLING_KEY}), and the file that the setting {@code config} names in one of these.
 *
 * <p>An unknown key or a bad value is an error in all of them, with one exception: an unknown
 * environment variable is nobody's mistake. The environment is shared by everything that runs in a
 * container, and {@code POOLING_} is also what an orchestrator writes for a service that happens to
 * be called "pooling" ({@code POOLING_SERVICE_HOST}, {@code POOLING_PORT_80_TCP}). Such a variable
 * is passed over; it becomes a warning when it is so near to a setting that it was probably meant
 * to be one.
 */
public final class SettingsReader {
  private static final String PROPERTY_PREFIX = "pooling.";
  private static final String VARIABLE_PREFIX = "POOLING_";

  private final Collection<String> clients;
  private final List<String> warnings = new ArrayList<>();

  private SettingsReader(Collection<String> clients) {
    this.clients = clients;
  }

  /**
   * Reads this JVM's properties and environment beside the given arguments. Takes well under a
   * millisecond when no file is named.
   *
   * @param agentArguments what stands behind {@code pooling-agent.jar=}, null when nothing does
   * @param clients the names that may stand below {@code clients}
   * @throws SettingsException when something cannot be understood; its message is for the operator
   */
  public static Settings read(@Nullable String agentArguments, Collection<String> clients)
      throws SettingsException {
    Properties all = System.getProperties();
    Map<String, String> properties = new HashMap<>();
    // A copy of the names, because another thread may set a property meanwhile.
    for (String name : all.stringPropertyNames()) {
      String value = name.startsWith(PROPERTY_PREFIX) ? all.getProperty(name) : null;
      if (value != null) {
        properties.put(name, value);
      }
    }
    return read(agentArguments, properties, System.getenv(), clients);
  }

  static Settings read(
      @Nullable String agentArguments,
      Map<String, String> properties,
      Map<String, String> variables,
      Collection<String> clients)
      throws SettingsException {
    SettingsReader reader = new SettingsReader(clients);
    List<Source> sources = new ArrayList<>();
    sources.add(reader.source(arguments(agentArguments)));
    sources.add(reader.source(properties(properties)));
    sources.add(reader.source(reader.variables(variables)));
    Source.Given file = highest(sources, Setting.CONFIG);
    if (file != null) {
      Entry named = new Entry(file.entry.key, (String) file.value, file.entry.source, false);
      sources.add(reader.source(SettingsFile.read(named)));
    }
    return reader.resolve(withEnvironment(sources));
  }

  private Source source(List<Entry> entries) throws SettingsException {
    Source source = new Source(clients);
    source.add(entries);
    return source;
  }

  private static List<Entry> arguments(@Nullable String text) throws SettingsException {
    List<Entry> entries = new ArrayList<>();
    int from = 0;
    for (int at = 0; text != null && at <= text.length(); at++) {
      if (at == text.length() || text.charAt(at) == ',') {
        String pair = text.substring(from, at).trim();
        from = at + 1;
        if (pair.isEmpty()) {
          continue;
        }
        int equals = pair.indexOf('=');
        if (equals <= 0) {
          throw new SettingsException(
              "agent argument " + pair + ": write key=value,key=value (lists with colons)");
        }
        String key = pair.substring(0, equals).trim();
        entries.add(new Entry(key, pair.substring(equals + 1), "agent argument " + key, false));
      }
    }
    return entries;
  }

  private static List<Entry> properties(Map<String, String> properties) {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, String> each : properties.entrySet()) {
      if (each.getKey().startsWith(PROPERTY_PREFIX)) {
        String key = each.getKey().substring(PROPERTY_PREFIX.length());
        entries.add(new Entry(key, each.getValue(), "system property " + each.getKey(), false));
      }
    }
    return entries;
  }

  private List<Entry> variables(Map<String, String> variables) {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, String> each : variables.entrySet()) {
      String name = each.getKey();
      if (!name.startsWith(VARIABLE_PREFIX) || each.getValue().isEmpty()) {
        continue; // an empty variable is how a shell script un-sets one
      }
      String key = keyOf(name);
      if (key == null) {
        warnIfMeant(name);
      } else {
        entries.add(new Entry(key, each.getValue(), "environment variable " + name, false));
      }
    }
    return entries;
  }

  /** The dotted key of a variable, which can hold neither dots nor dashes; null when unknown. */
  private @Nullable String keyOf(String variable) {
    for (String each : variableKeys()) {
      if (variableOf(each).equals(variable)) {
        return each;
      }
    }
    return null;
  }

  private void warnIfMeant(String variable) {
    List<String> known = new ArrayList<>();
    for (String each : variableKeys()) {
      known.add(variableOf(each));
    }
    // One slip in a short name, two in a long one: POOLING_PORT is not meant to be POOLING_REPORT.
    int slips = Math.min(2, (variable.length() - VARIABLE_PREFIX.length()) / 4);
    String nearest = Nearest.to(variable, known, slips);
    if (nearest != null) {
      warnings.add(
          "environment variable "
              + variable
              + " is not a setting and was ignored; did you mean "
              + nearest
              + "?");
    }
  }

  private List<String> variableKeys() {
    List<String> keys = new ArrayList<>();
    for (Setting each : Setting.values()) {
      keys.add(each.key());
    }
    for (String client : clients) {
      keys.add(Source.CLIENTS + client + "." + Setting.ENABLED.key());
    }
    return keys;
  }

  private static String variableOf(String key) {
    return VARIABLE_PREFIX + key.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** Lays the selected environment of each source over that source. */
  private static List<Source> withEnvironment(List<Source> sources) throws SettingsException {
    Source.Given selected = highest(sources, Setting.ENVIRONMENT);
    if (selected == null) {
      return sources;
    }
    String name = (String) selected.value;
    List<Source> all = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    boolean found = false;
    for (Source each : sources) {
      names.addAll(each.environmentNames());
      Source environment = each.environment(name);
      if (environment != null) {
        found = true;
        all.add(environment);
      }
      all.add(each);
    }
    if (!found) {
      throw Source.unknown("environment", Nearest.to(name, names), names, selected.entry);
    }
    return all;
  }

  private static Source.@Nullable Given highest(List<Source> sources, Setting setting) {
    for (Source each : sources) {
      Source.Given given = each.block(Source.JVM).get(setting);
      if (given != null) {
        return given;
      }
    }
    return null;
  }

  private Settings resolve(List<Source> highestFirst) throws SettingsException {
    List<Source> lowestFirst = new ArrayList<>(highestFirst);
    Collections.reverse(lowestFirst);
    Map<Setting, Object> jvm = merged(Source.JVM, lowestFirst);
    Set<String> patterns = new HashSet<>();
    for (Source each : lowestFirst) {
      patterns.addAll(each.names(Source.HOSTS));
    }
    Map<String, Map<Setting, Object>> hosts = new HashMap<>();
    for (String pattern : patterns) {
      Map<Setting, Object> values = new EnumMap<>(Setting.class);
      values.putAll(jvm);
      for (String lessOrEqual : coveredBy(pattern, patterns)) {
        values.putAll(merged(Source.HOSTS + lessOrEqual, lowestFirst));
      }
      hosts.put(pattern, decided(values));
    }
    Set<String> disabled = new HashSet<>();
    for (String client : clients) {
      if (Boolean.FALSE.equals(merged(Source.CLIENTS + client, lowestFirst).get(Setting.ENABLED))) {
        disabled.add(client);
      }
    }
    return new Settings(decided(jvm), hosts, disabled, Collections.unmodifiableList(warnings));
  }

  /** The patterns that cover this one, the widest first and itself last. */
  private static List<String> coveredBy(String pattern, Set<String> patterns) {
    List<String> covering = new ArrayList<>();
    covering.add(pattern);
    for (int dot = pattern.indexOf('.'); dot >= 0; dot = pattern.indexOf('.', dot + 1)) {
      String wider = "*" + pattern.substring(dot);
      if (patterns.contains(wider) && !wider.equals(pattern)) {
        covering.add(0, wider);
      }
    }
    return covering;
  }

  private static Map<Setting, Object> merged(String block, List<Source> lowestFirst)
      throws SettingsException {
    Map<Setting, Object> values = new EnumMap<>(Setting.class);
    for (Source each : lowestFirst) {
      Map<Setting, Source.Given> given = each.block(block);
      Source.Given profile = given.get(Setting.PROFILE);
      if (profile != null) {
        values.putAll(profile(profile, lowestFirst));
      }
      for (Map.Entry<Setting, Source.Given> one : given.entrySet()) {
        values.put(one.getKey(), one.getValue().value);
      }
    }
    return values;
  }

  private static Map<Setting, Object> profile(Source.Given named, List<Source> lowestFirst)
      throws SettingsException {
    String name = (String) named.value;
    Map<Setting, Object> values = new EnumMap<>(Setting.class);
    Set<String> names = new LinkedHashSet<>();
    for (Profile each : Profile.values()) {
      names.add(each.key());
      if (each.key().equals(name)) {
        values.put(Setting.MAX_CONNECTIONS_PER_HOST, each.maxConnectionsPerHost);
        values.put(Setting.MAX_IDLE_PER_HOST, each.maxIdlePerHost);
      }
    }
    for (Source each : lowestFirst) {
      names.addAll(each.names(Source.PROFILES));
      for (Map.Entry<Setting, Source.Given> one : each.block(Source.PROFILES + name).entrySet()) {
        values.put(one.getKey(), one.getValue().value);
      }
    }
    if (!names.contains(name)) {
      throw Source.unknown("profile", Nearest.to(name, names), names, named.entry);
    }
    return values;
  }

  /** Settles what follows from other settings: who sets a limit wants it kept. */
  private static Map<Setting, Object> decided(Map<Setting, Object> given) {
    Map<Setting, Object> values = new EnumMap<>(Setting.class);
    values.putAll(given);
    boolean limited =
        given.containsKey(Setting.MAX_CONNECTIONS_PER_HOST)
            || given.containsKey(Setting.MAX_CONNECTIONS);
    if (limited && !given.containsKey(Setting.ON_EXHAUSTED)) {
      values.put(Setting.ON_EXHAUSTED, Limits.OnExhausted.WAIT);
    }
    return values;
  }
}
