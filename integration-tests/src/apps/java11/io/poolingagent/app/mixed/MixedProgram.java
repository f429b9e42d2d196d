package io.poolingagent.app.mixed;

import io.poolingagent.app.Call;
import io.poolingagent.app.Config;
import io.poolingagent.app.Library;
import io.poolingagent.app.Program;
import io.poolingagent.app.Reply;
import io.poolingagent.app.apache4.Apache4Program;
import io.poolingagent.app.apache4.LegacyProgram;
import io.poolingagent.app.apache5.Apache5Program;
import io.poolingagent.app.commonshttpclient3.CommonsProgram;
import io.poolingagent.app.jdk.JdkProgram;
import io.poolingagent.app.okhttp.OkHttpProgram;
import io.poolingagent.app.urlconnection.UrlConnectionProgram;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** Makes each client by a library that chance chooses. */
public final class MixedProgram implements Library {
  private static final List<Library> LIBRARIES =
      List.of(
          new OkHttpProgram(),
          new Apache4Program(),
          new LegacyProgram(),
          new Apache5Program(),
          new CommonsProgram(),
          new UrlConnectionProgram(),
          new JdkProgram());

  private MixedProgram() {}

  /** Runs the command loop. */
  public static void main(String[] arguments) throws IOException {
    Program.run(new MixedProgram());
  }

  /** A client and the library that it is of. */
  private static final class Client {
    final Library library;
    final Object client;

    Client(Library library, Object client) {
      this.library = library;
      this.client = client;
    }
  }

  @Override
  public Object newClient(Config config) throws Exception {
    Library library = LIBRARIES.get(ThreadLocalRandom.current().nextInt(LIBRARIES.size()));
    return new Client(library, library.newClient(config));
  }

  @Override
  public Reply call(Object client, Call call) throws Exception {
    Client chosen = (Client) client;
    return chosen.library.call(chosen.client, call);
  }

  @Override
  public int status(Object client, Call call) throws Exception {
    Client chosen = (Client) client;
    return chosen.library.status(chosen.client, call);
  }

  @Override
  public CompletableFuture<Reply> callAsync(Object client, Call call) throws Exception {
    Client chosen = (Client) client;
    return chosen.library.callAsync(chosen.client, call);
  }

  @Override
  public void cleanUp(Object client) throws Exception {
    Client chosen = (Client) client;
    chosen.library.cleanUp(chosen.client);
  }
}
