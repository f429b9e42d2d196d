package io.poolingagent.client.apache5;

import java.io.IOException;
import java.net.SocketException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/** A connection that tells what the engine sends and receives over it, and when it dies of that. */
abstract class ObservedConnection extends ForwardingConnection {

  /** A request's head is about to be sent. */
  abstract void sending(ClassicHttpRequest request);

  /** The head of an answer is there; null as the connection says it. */
  abstract void received(@Nullable ClassicHttpResponse received);

  /** Sending or receiving failed, and not by the application's doing. */
  abstract void failed(IOException failure);

  @Override
  public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
    sending(request);
    try {
      super.sendRequestHeader(request);
    } catch (IOException died) {
      failed(died);
      throw died;
    }
  }

  @Override
  public void sendRequestEntity(ClassicHttpRequest request) throws HttpException, IOException {
    try {
      super.sendRequestEntity(request);
    } catch (SocketException | SSLException died) { // any other is the entity's own
      failed(died);
      throw died;
    }
  }

  @Override
  public void terminateRequest(ClassicHttpRequest request) throws HttpException, IOException {
    try {
      super.terminateRequest(request);
    } catch (IOException died) {
      failed(died);
      throw died;
    }
  }

  @Override
  public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
    ClassicHttpResponse received;
    try {
      received = super.receiveResponseHeader();
    } catch (IOException died) {
      failed(died);
      throw died;
    }
    received(received);
    return received;
  }

  @Override
  public void flush() throws IOException {
    try {
      super.flush();
    } catch (IOException died) {
      failed(died);
      throw died;
    }
  }
}
