package io.poolingagent.weave;

import static net.bytebuddy.matcher.ElementMatchers.named;

import io.poolingagent.client.Client;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Decides, before anything is woven, whether the copy of a library that a class loader brings is
 * one that we know: a {@link Generation} whose hooks all find their place, and an adapter all of
 * whose references exist.
 */
final class LibraryCheck {

  /** What was found: the generation to weave, or why there is none. */
  static final class Verdict {
    final @Nullable Generation generation;
    final String explanation;

    private Verdict(@Nullable Generation generation, String explanation) {
      this.generation = generation;
      this.explanation = explanation;
    }
  }

  private LibraryCheck() {}

  static Verdict check(Client client, @Nullable ClassLoader library) {
    TypePool types = Weaver.pool(ClassFileLocator.ForClassLoader.of(library));
    StringBuilder missing = new StringBuilder();
    for (Generation generation : client.generations()) {
      String gap = firstGap(generation, types);
      if (gap == null) {
        String broken = ReferenceCheck.firstBroken(client, types);
        return broken == null
            ? new Verdict(generation, generation.versions())
            : new Verdict(null, "not found: " + broken);
      }
      missing.append(missing.length() == 0 ? "" : "; ").append(gap);
    }
    return new Verdict(null, "no known version fits (" + missing + ")");
  }

  private static @Nullable String firstGap(Generation generation, TypePool types) {
    for (HookPoint hook : generation.hooks()) {
      if (hook.optional()) {
        continue;
      }
      TypePool.Resolution resolution = types.describe(hook.type());
      if (!resolution.isResolved()) {
        return generation.versions() + ": no class " + hook.type();
      }
      TypeDescription type = resolution.resolve();
      if (type.getDeclaredMethods().filter(Weaver.methods(hook)).isEmpty()) {
        return generation.versions() + ": no method for " + hook;
      }
      String field = hook.field();
      if (field != null && type.getDeclaredFields().filter(named(field)).size() != 1) {
        return generation.versions() + ": no field for " + hook;
      }
    }
    return null;
  }
}
