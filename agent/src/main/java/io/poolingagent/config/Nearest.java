package io.poolingagent.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
final class Nearest {
  private Nearest() {}

  /**
   * The candidate with the smallest edit distance, or null when none is near. Case and separators
   * do not count, because {@code maxIdlePerHost} and {@code max_idle_per_host} are clear enough.
   */
  static @Nullable String to(String written, Iterable<String> candidates) {
    return to(written, candidates, Math.max(1, written.length() / 3));
  }

  /** The same with at most so many edits. */
  static @Nullable String to(String written, Iterable<String> candidates, int mostEdits) {
    String wanted = plain(written);
    String nearest = null;
    int smallest = mostEdits + 1;
    for (String candidate : candidates) {
      int distance = distance(wanted, plain(candidate));
      if (distance < smallest) {
        smallest = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  private static String plain(String name) {
    StringBuilder plain = new StringBuilder();
    // A key of any length is read, but nobody means a name by more than this.
    for (int i = 0; i < Math.min(name.length(), 60); i++) {
      char c = name.charAt(i);
      if (c != '-' && c != '_' && c != '.') {
        plain.append(c);
      }
    }
    return plain.toString().toLowerCase(Locale.ROOT);
  }

  /** Insertions, deletions, replacements, and swapped neighbours (optimal string alignment). */
  private static int distance(String a, String b) {
    int[] beforePrevious = new int[b.length() + 1];
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      current[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] free = beforePrevious;
      beforePrevious = previous;
      previous = current;
      current = free;
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(previous[j] + 1, current[j - 1] + 1);
        best = Math.min(best, previous[j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          best = Math.min(best, beforePrevious[j - 2] + 1);
        }
        current[j] = best;
      }
    }
    return current[b.length()];
  }
}
