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
import io.poolingagent.app.okhttp.OkHttpProgram;
import io.poolingagent.app.urlconnection.UrlConnectionProgram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes each client by a library that chance chooses, or by the one whose program has the name that
 * the setting {@code library} says.
 */
public final class MixedProgram implements Library {
  private static final Map<String, Library> LIBRARIES = new LinkedHashMap<>();

  static {
    add(new OkHttpProgram());
    add(new Apache4Program());
    add(new LegacyProgram());
    add(new Apache5Program());
    add(new CommonsProgram());
    add(new UrlConnectionProgram());
    try {
      add(
          Class.forName("io.poolingagent.app.jdk.JdkProgram")
              .asSubclass(Library.class)
              .getDeclaredConstructor()
              .newInstance());
    } catch (UnsupportedClassVersionError java8) {
      // It has no such client.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private MixedProgram() {}

  private static void add(Library library) {
    LIBRARIES.put(library.getClass().getSimpleName(), library);
  }

  private static Library chosen(Config config) {
    String name = config.get("library");
    if (name == null) {
      List<Library> all = new ArrayList<>(LIBRARIES.values());
      return all.get(ThreadLocalRandom.current().nextInt(all.size()));
    }
    return Objects.requireNonNull(LIBRARIES.get(name), name);
  }

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
    Library library = chosen(config);
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
