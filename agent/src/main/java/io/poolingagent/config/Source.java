package io.poolingagent.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checked content of one source of settings: which key stands in which block with which value.
 *
 * <p>Every block is checked, also an environment or a profile that nobody selects: a typing error
 * should show on the day it is made, not on the day of the release.
 */
final class Source {
  /** The block of what stands in no block. */
  static final String JVM = "";

  static final String HOSTS = "hosts.";
  static final String CLIENTS = "clients.";
  static final String PROFILES = "profiles.";
  private static final String ENVIRONMENTS = "environments.";

  /** A value and the line that it was read from. */
  static final class Given {
    final Object value;
    final Entry entry;

    Given(Object value, Entry entry) {
      this.value = value;
      this.entry = entry;
    }
  }

  private final Collection<String> clients;
  private final Map<String, Map<Setting, Given>> blocks = new LinkedHashMap<>();
  private final Map<String, Source> environments = new LinkedHashMap<>();

  Source(Collection<String> clients) {
    this.clients = clients;
  }

  /**
   * What is set in a block such as {@code hosts.a.example.com}; empty when the block is not there.
   */
  Map<Setting, Given> block(String name) {
    Map<Setting, Given> block = blocks.get(name);
    return block == null ? new EnumMap<Setting, Given>(Setting.class) : block;
  }

  /** The names of the blocks below {@link #HOSTS}, {@link #CLIENTS} or {@link #PROFILES}. */
  List<String> names(String group) {
    List<String> names = new ArrayList<>();
    for (String block : blocks.keySet()) {
      if (block.startsWith(group)) {
        names.add(block.substring(group.length()));
      }
    }
    return names;
  }

  /** What a named environment lays over this source, or null. */
  @Nullable Source environment(String name) {
    return environments.get(name);
  }

  Collection<String> environmentNames() {
    return environments.keySet();
  }

  void add(List<Entry> entries) throws SettingsException {
    for (Entry each : entries) {
      add(each.key, each);
    }
  }

  private void add(String path, Entry entry) throws SettingsException {
    if (path.indexOf('.') < 0) {
      addSetting(JVM, path, entry);
    } else if (path.startsWith(HOSTS)) {
      String host = Settings.canonicalHost(blockName(path, HOSTS, entry));
      checkHost(host, entry);
      addSetting(HOSTS + host, lastPart(path), entry);
    } else if (path.startsWith(CLIENTS)) {
      String client = blockName(path, CLIENTS, entry);
      if (!clients.contains(client)) {
        throw unknown("client", Nearest.to(client, clients), clients, entry);
      }
      addSetting(CLIENTS + client, lastPart(path), entry);
    } else if (path.startsWith(PROFILES)) {
      addSetting(PROFILES + blockName(path, PROFILES, entry), lastPart(path), entry);
    } else if (path.startsWith(ENVIRONMENTS) && entry.key.equals(path)) {
      int dot = path.indexOf('.', ENVIRONMENTS.length());
      if (dot <= ENVIRONMENTS.length() || dot == path.length() - 1) {
        throw new SettingsException(entry, "write environments.NAME.SETTING");
      }
      String name = path.substring(ENVIRONMENTS.length(), dot);
      Source environment = environments.get(name);
      if (environment == null) {
        environment = new Source(clients);
        environments.put(name, environment);
      }
      environment.add(path.substring(dot + 1), entry);
    } else {
      throw unknownSetting(path, JVM, entry);
    }
  }

  private void addSetting(String block, String key, Entry entry) throws SettingsException {
    Setting setting = Setting.of(key);
    if (setting == null) {
      throw unknownSetting(key, block, entry);
    }
    if (!allowed(setting, block, entry)) {
      throw new SettingsException(
          entry, "cannot stand here; possible are " + String.join(", ", allowedKeys(block, entry)));
    }
    Map<Setting, Given> values = blocks.get(block);
    if (values == null) {
      values = new EnumMap<>(Setting.class);
      blocks.put(block, values);
    }
    try {
      values.put(setting, new Given(Value.parse(setting, entry.text.trim()), entry));
    } catch (IllegalArgumentException bad) {
      throw new SettingsException(entry, "'" + entry.text.trim() + "' " + bad.getMessage());
    }
  }

  private static boolean allowed(Setting setting, String block, Entry entry) {
    if (block.startsWith(CLIENTS)) {
      return setting == Setting.ENABLED;
    } else if (block.startsWith(PROFILES)) {
      return setting.perHost() && setting != Setting.PROFILE;
    } else if (block.startsWith(HOSTS)) {
      return setting.perHost();
    } else if (entry.key.startsWith(ENVIRONMENTS)) {
      return setting != Setting.CONFIG && setting != Setting.ENVIRONMENT;
    }
    return setting != Setting.CONFIG || !entry.fromFile;
  }

  private static List<String> allowedKeys(String block, Entry entry) {
    List<String> keys = new ArrayList<>();
    for (Setting each : Setting.values()) {
      if (allowed(each, block, entry)) {
        keys.add(each.key());
      }
    }
    return keys;
  }

  private static SettingsException unknownSetting(String key, String block, Entry entry) {
    List<String> possible = allowedKeys(block, entry);
    return unknown("setting", Nearest.to(key, possible), possible, entry);
  }

  static SettingsException unknown(
      String what, @Nullable String nearest, Collection<String> possible, Entry entry) {
    return new SettingsException(
        entry,
        "unknown "
            + what
            + (nearest == null
                ? "; possible are " + String.join(", ", possible)
                : "; did you mean " + nearest + "?"));
  }

  private static String blockName(String path, String group, Entry entry) throws SettingsException {
    int end = path.lastIndexOf('.');
    if (end <= group.length()) {
      throw new SettingsException(entry, "write " + group + "NAME.SETTING");
    }
    return path.substring(group.length(), end);
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static void checkHost(String host, Entry entry) throws SettingsException {
    String name = host.startsWith("*.") ? host.substring(2) : host;
    boolean port = name.indexOf(':') >= 0 && name.indexOf(':') == name.lastIndexOf(':');
    if (name.isEmpty() || name.indexOf('*') >= 0 || name.indexOf('/') >= 0 || port) {
      throw new SettingsException(
          entry, "'" + host + "' is not a host name, an address, or *.suffix");
    }
  }
}
