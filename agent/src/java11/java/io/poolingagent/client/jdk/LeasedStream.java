package io.poolingagent.client.jdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The body of a response as a stream, which belongs to the application alone. The JDK's own stream
 * is held by its connection as well, so that nobody could ever see that the application dropped it.
 */
final class LeasedStream extends InputStream {
  private final InputStream body;

  LeasedStream(InputStream body) {
    this.body = body;
  }

  @Override
  public int read() throws IOException {
    return body.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return body.read(bytes, offset, length);
  }

  @Override
  public byte[] readAllBytes() throws IOException {
    return body.readAllBytes();
  }

  @Override
  public byte[] readNBytes(int length) throws IOException {
    return body.readNBytes(length);
  }

  @Override
  public int readNBytes(byte[] bytes, int offset, int length) throws IOException {
    return body.readNBytes(bytes, offset, length);
  }

  @Override
  public long transferTo(OutputStream out) throws IOException {
    return body.transferTo(out);
  }

  @Override
  public long skip(long n) throws IOException {
    return body.skip(n);
  }

  @Override
  public int available() throws IOException {
    return body.available();
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
