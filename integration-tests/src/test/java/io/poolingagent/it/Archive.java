package io.poolingagent.it;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** A jar, or a format made of one; every method but {@link #write} answers the archive itself. */
public final class Archive {

  private final Manifest manifest = new Manifest();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /** An empty one. */
  public Archive() {
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
  }

  /** Sets an attribute of the manifest. */
  public Archive attribute(String name, String value) {
    manifest.getMainAttributes().putValue(name, value);
    return this;
  }

  /** Adds an entry. */
  public Archive add(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  /** Adds the content of a file. */
  public Archive add(String name, Path file) {
    try {
      return add(name, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds the files, by their names, in this folder of the archive. */
  public Archive addAll(String folder, Iterable<Path> files) {
    for (Path file : files) {
      add(folder + file.getFileName(), file);
    }
    return this;
  }

  /** Adds what is in a jar. */
  public Archive unpack(Path jar) {
    try (JarInputStream in = new JarInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        add(entry.getName(), in.readAllBytes());
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes it; jars inside are not compressed again, as some loaders demand. */
  public Path write(Path file) {
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        if (each.getKey().endsWith(".jar")) {
          CRC32 checksum = new CRC32();
          checksum.update(each.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(each.getValue().length);
          entry.setCrc(checksum.getValue());
        }
        jar.putNextEntry(entry);
        jar.write(each.getValue());
        jar.closeEntry();
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
