package io.poolingagent.app.neighbours;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Sends requests from threads that must never block, as those of reactive frameworks: BlockHound,
 * which finds this integration by its service file, makes each attempt to block an error.
 */
public final class NonBlockingCalls implements BlockHoundIntegration {

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder.nonBlockingThreadPredicate(others -> others.or(Loop.class::isInstance));
  }

  /**
   * Makes a new client of the JDK on such a thread for each call and prints what it read.
   * Arguments: the URL, the number of clients.
   */
  public static void main(String[] arguments) throws Exception {
    // The JDK's first client blocks by itself: it reads the default trust from a file.
    System.out.println("warm: " + HttpClient.newHttpClient().version());
    HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).build();
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      FutureTask<CompletableFuture<HttpResponse<String>>> call =
          new FutureTask<>(
              () ->
                  HttpClient.newHttpClient()
                      .sendAsync(request, HttpResponse.BodyHandlers.ofString()));
      new Loop(call).start();
      HttpResponse<String> response = call.get().get();
      System.out.println(response.statusCode() + " " + response.body());
    }
    new Loop(NonBlockingCalls::block).start();
  }

  /** To see that BlockHound is at work. */
  private static void block() {
    try {
      Thread.sleep(1);
      System.out.println("nobody minds");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Error e) {
      System.out.println(e.getClass().getSimpleName());
    }
  }

  private static final class Loop extends Thread {
    Loop(Runnable task) {
      super(task, "event-loop");
    }
  }
}
