package io.poolingagent.app.sdks;

import io.poolingagent.app.Call;
import io.poolingagent.app.Config;
import io.poolingagent.app.Library;
import io.poolingagent.app.Program;
import io.poolingagent.app.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Calls the SDK that its argument names, by a client made for each call. */
public final class SdkProgram implements Library {

  private final Sdk sdk;

  private SdkProgram(Sdk sdk) {
    this.sdk = sdk;
  }

  /** Runs the command loop. */
  public static void main(String... arguments) throws Exception {
    Class<?> type = Class.forName(arguments[0]);
    Program.run(new SdkProgram((Sdk) type.getDeclaredConstructor().newInstance()));
  }

  /** What an SDK calls its client is made by {@link Sdk#call}. */
  @Override
  public Object newClient(Config config) {
    return sdk;
  }

  @Override
  public Reply call(Object client, Call call) throws Exception {
    return Reply.of(200, "", List.of(), sdk.call(call.url()));
  }

  @Override
  public int status(Object client, Call call) throws Exception {
    sdk.call(call.url());
    return 200;
  }

  @Override
  public CompletableFuture<Reply> callAsync(Object client, Call call) {
    throw new UnsupportedOperationException();
  }

  /** Done by {@link Sdk#call}. */
  @Override
  public void cleanUp(Object client) {}
}
