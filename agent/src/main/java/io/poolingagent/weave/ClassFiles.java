package io.poolingagent.weave;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** The class files in the agent jar. */
final class ClassFiles {
  private ClassFiles() {}

  /**
   * The bytes of a class of the agent.
   *
   * @param name its binary name
   * @throws IOException if the jar lacks it or cannot be read
   */
  static byte[] read(String name) throws IOException {
    String resource = name.replace('.', '/') + ".class";
    try (InputStream in = ClassFiles.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource + " is missing from the agent jar");
      }
      return read(in);
    }
  }

  /** All bytes of a stream. */
  static byte[] read(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
    return out.toByteArray();
  }
}
