package io.poolingagent.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
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

/**
 * Reads the settings file (HOCON). The only class that touches the HOCON library.
 *
 * <p>The file is all that is read: includes are refused (they could name a URL, and start-up must
 * not depend on one) and {@code ${NAME}} sees the file's own keys only, never the environment,
 * whose secrets would end up in messages.
 */
final class SettingsFile {
  /** Far beyond any real file; keeps a wrong path (a log, a dump) from filling the heap. */
  static final int LARGEST_BYTES = 1024 * 1024;

  private SettingsFile() {}

  /**
   * The lines of the file that the entry names.
   *
   * @throws SettingsException when the file cannot be read or is not HOCON
   */
  static List<Entry> read(Entry named) throws SettingsException {
    String text = text(named);
    try {
      Config config =
          ConfigFactory.parseString(
                  text,
                  ConfigParseOptions.defaults()
                      .setOriginDescription(named.text)
                      .setIncluder(new NoIncludes(named.text)))
              .resolve(ConfigResolveOptions.noSystem());
      List<Entry> entries = new ArrayList<>();
      flatten("", config.root(), named.text, entries);
      return entries;
    } catch (ConfigException invalid) {
      throw new SettingsException(String.valueOf(invalid.getMessage()));
    } catch (StackOverflowError tooDeep) {
      throw new SettingsException(named.text + ": nested too deeply");
    }
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
        into.add(new Entry(key, joined((List<?>) value.unwrapped(), source), source, true));
      } else if (value.valueType() != ConfigValueType.NULL) { // null un-sets, as HOCON says
        into.add(new Entry(key, String.valueOf(value.unwrapped()), source, true));
      }
    }
  }

  private static String joined(List<?> items, String source) throws SettingsException {
    StringBuilder text = new StringBuilder();
    for (Object each : items) {
      if (!(each instanceof String)) {
        throw new SettingsException(source + ": a list may hold names only");
      }
      text.append(text.length() == 0 ? "" : ",").append(each);
    }
    return text.toString();
  }

  /** All four interfaces: what an includer does not implement, the library does by itself. */
  private static final class NoIncludes
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    private final String file;

    NoIncludes(String file) {
      this.file = file;
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw refused();
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      throw refused();
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      throw refused();
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      throw refused();
    }

    private ConfigException refused() {
      return new ConfigException.Generic(file + ": include is not supported");
    }
  }
}
