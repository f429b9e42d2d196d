package io.poolingagent.pool;

/**
 * What stands before an at sign in an address ({@code https://user:password@host}) is none of
 * anybody's business who reads a log or a console.
 */
public final class Userinfo {

  private Userinfo() {}

  /**
   * The text with three stars for whatever stands before the last at sign of a word: a password may
   * hold slashes, commas and at signs itself.
   */
  public static String hidden(String text) {
    if (text.indexOf('@') < 0) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length());
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || Character.isWhitespace(text.charAt(i))) {
        int at = text.lastIndexOf('@', i - 2); // one that ends a word has no host behind it
        boolean hides = at > start;
        shown.append(hides ? "***" : "").append(text, hides ? at : start, i);
        shown.append(text, i, Math.min(i + 1, text.length()));
        start = i + 1;
      }
    }
    return shown.toString();
  }
}
