package io.poolingagent.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings file (HOCON). The only class that touches the HOCON library.
 *
 * <p>The file is all that is read: includes are refused (they could name a URL, and start-up must
 * not depend on one) and {@code ${NAME}} sees the file's own keys only, never the environment or
 * the system properties, whose secrets would end up in messages. A file may hold a few of them:
 * forty lines that name the line before twice keep the library busy for days, before {@code main}.
 *
 * <p>What a message quotes is the operator's own: keys, and values of settings, none of which is a
 * secret. The HOCON library's messages quote whatever they stumble upon, and the path may be
 * another application's file by mistake, so they are not passed on.
 */
final class SettingsFile {
  /** Far beyond any real file; keeps a wrong path (a log, a dump) from filling the heap. */
  static final int LARGEST_BYTES = 64 * 1024;

  /** With so many, a file can become about 350 times as large, as 3^(16/3) is the most. */
  static final int MOST_SUBSTITUTIONS = 16;

  private SettingsFile() {}

  /**
   * The lines of the file that the entry names.
   *
   * @throws SettingsException when the file cannot be read or is not HOCON
   */
  static List<Entry> read(Entry named) throws SettingsException {
    String text = text(named);
    refuseGrowth(text, named.text);
    try {
      Config config =
          ConfigFactory.parseString(
                  text,
                  ConfigParseOptions.defaults()
                      .setOriginDescription(named.text)
                      .setIncluder(new NoIncludes()))
              .resolve(ConfigResolveOptions.noSystem());
      List<Entry> entries = new ArrayList<>();
      flatten("", config.root(), named.text, entries);
      return entries;
    } catch (ConfigException invalid) {
      throw new SettingsException(at(named.text, invalid.origin()) + problem(invalid));
    } catch (StackOverflowError tooDeep) {
      throw new SettingsException(named.text + ": nested too deeply");
    }
  }

  private static String at(String file, @Nullable ConfigOrigin origin) {
    return origin == null || origin.lineNumber() < 1
        ? file + ": "
        : file + ":" + origin.lineNumber() + ": ";
  }

  private static String problem(ConfigException invalid) {
    if (invalid instanceof IncludeRefused) {
      return "include is not supported";
    } else if (invalid instanceof ConfigException.UnresolvedSubstitution) {
      return "a ${...} here names no key of this file, or itself; the environment and system"
          + " properties are not read";
    } else if (invalid instanceof ConfigException.WrongType) {
      return "a list, a block or a plain value stands where another of these is needed";
    }
    return "this is not HOCON (is a brace, a bracket or a quote missing near this line?)";
  }

  private static void refuseGrowth(String text, String file) throws SettingsException {
    if (count("${", text) + count("+=", text) > MOST_SUBSTITUTIONS) {
      throw new SettingsException(file + ": more than " + MOST_SUBSTITUTIONS + " ${...} and +=");
    }
  }

  private static int count(String what, String text) {
    int count = 0;
    for (int at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + 1)) {
      count++;
    }
    return count;
  }

  private static String text(Entry named) throws SettingsException {
    // File first: it answers false for what cannot be a path, where Path throws.
    File file = new File(named.text);
    if (!file.exists()) {
      throw new SettingsException(named, "there is no file " + file.getAbsolutePath());
    } else if (!file.isFile()) {
      throw new SettingsException(named, file.getAbsolutePath() + " is not a regular file");
    }
    Path path = file.toPath();
    try (InputStream in = Files.newInputStream(path)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes.write(buffer, 0, n);
        if (bytes.size() > LARGEST_BYTES) {
          throw new SettingsException(
              named, path.toAbsolutePath() + " is larger than " + LARGEST_BYTES + " bytes");
        }
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException notText) {
      throw new SettingsException(named, path.toAbsolutePath() + " is not UTF-8 text");
    } catch (IOException unreadable) {
      throw new SettingsException(
          named,
          path.toAbsolutePath()
              + " cannot be read ("
              + unreadable.getClass().getSimpleName()
              + ")");
    }
  }

  private static void flatten(String prefix, ConfigObject object, String file, List<Entry> into)
      throws SettingsException {
    for (Map.Entry<String, ConfigValue> each : object.entrySet()) {
      String key = prefix + each.getKey();
      ConfigValue value = each.getValue();
      String source = file + ":" + value.origin().lineNumber() + ": " + key;
      if (value.valueType() == ConfigValueType.OBJECT) {
        flatten(key + ".", (ConfigObject) value, file, into);
      } else if (value.valueType() == ConfigValueType.LIST) {
        into.add(new Entry(key, joined((ConfigList) value, source), source, true));
      } else if (value.valueType() != ConfigValueType.NULL) { // null un-sets, as HOCON says
        into.add(new Entry(key, String.valueOf(value.unwrapped()), source, true));
      }
    }
  }

  private static String joined(ConfigList items, String source) throws SettingsException {
    StringBuilder text = new StringBuilder();
    for (ConfigValue each : items) {
      if (each.valueType() != ConfigValueType.STRING) {
        throw new SettingsException(source + ": a list may hold names only");
      }
      text.append(text.length() == 0 ? "" : ",").append(each.unwrapped());
    }
    return text.toString();
  }

  private static final class IncludeRefused extends ConfigException {
    private static final long serialVersionUID = 1L;

    IncludeRefused() {
      super("include");
    }
  }

  /** All four interfaces: what an includer does not implement, the library does by itself. */
  private static final class NoIncludes
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw new IncludeRefused();
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      throw new IncludeRefused();
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      throw new IncludeRefused();
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      throw new IncludeRefused();
    }
  }
}
