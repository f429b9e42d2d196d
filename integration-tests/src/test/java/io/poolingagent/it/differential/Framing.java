package io.poolingagent.it.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How answers are written: heads, lengths, chunks, encodings. After each comes another request. */
final class Framing {

  private Framing() {}

  static List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>();
    whole().forEach((name, text) -> all.add(kept(name, text)));
    ended().forEach((name, text) -> all.add(ended(name, text)));
    for (String length : List.of("", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n")) {
      String name = length.isEmpty() ? "no length" : length.substring(0, length.indexOf(':'));
      all.add(
          Scenario.of(
                  "HEAD answered with " + name,
                  turn -> turn.send("HTTP/1.1 200 OK\r\n" + length + "\r\n"))
              .ask("HEAD", fetch -> fetch)
              .ask("HEAD", fetch -> fetch));
    }
    all.add(
        Scenario.of(
                "HEAD answered with a body", turn -> turn.answer("200 OK", "").send("hello").fin())
            .ask("HEAD", fetch -> fetch)
            .whenQuiet()
            .get());
    all.add(gzip("gzip", "Content-Encoding: gzip\r\n", 0));
    all.add(gzip("gzip cut short", "Content-Encoding: gzip\r\n", 8));
    all.add(gzip("gzip in upper case", "Content-Encoding: GZIP\r\n", 0));
    all.add(gzip("x-gzip", "Content-Encoding: x-gzip\r\n", 0));
    all.add(
        kept(
            "gzip that is none",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"));
    all.add(
        kept(
            "gzip of nothing",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n"));
    all.add(
        Scenario.of(
                "one byte at a time",
                turn -> turn.drip("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 1))
            .get()
            .post());
    all.add(
        Scenario.of(
                "chunks one byte at a time",
                turn ->
                    turn.drip(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
                        1))
            .get()
            .post());
    return all;
  }

  private static Scenario kept(String name, String text) {
    return Scenario.of(name, turn -> turn.send(text))
        .ask("GET", fetch -> fetch.timeout(3000))
        .ask("POST", fetch -> fetch.timeout(3000));
  }

  private static Scenario ended(String name, String text) {
    return Scenario.of(name, turn -> turn.send(text).fin())
        .get()
        .whenQuiet()
        .post()
        .whenQuiet()
        .get();
  }

  private static Scenario gzip(String name, String header, int cut) {
    return Scenario.of(
            name,
            turn -> {
              byte[] zipped = Turn.gzip("hello, hello, hello");
              byte[] sent = java.util.Arrays.copyOf(zipped, zipped.length - cut);
              turn.send(
                      "HTTP/1.1 200 OK\r\n"
                          + header
                          + "Content-Length: "
                          + sent.length
                          + "\r\n\r\n")
                  .send(sent);
            })
        .get()
        .ask("GET", fetch -> fetch.header("Accept-Encoding", "gzip"));
  }

  /** Answers whose end the client sees without the connection's end. */
  private static Map<String, String> whole() {
    String ok = "HTTP/1.1 200 OK\r\n";
    String chunked = ok + "Transfer-Encoding: chunked\r\n";
    String length = ok + "Content-Length: 5\r\n";
    String many = "X-Many: value\r\n".repeat(90);
    Map<String, String> all = new TreeMap<>();
    all.put("length", length + "\r\nhello");
    all.put("length 0", ok + "Content-Length: 0\r\n\r\n");
    all.put("length with zeros", ok + "Content-Length: 0005\r\n\r\nhello");
    all.put("length with spaces", ok + "Content-Length:   5  \r\n\r\nhello");
    all.put("length twice the same", ok + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello");
    all.put("a large body", ok + "Content-Length: 300000\r\n\r\n" + "x".repeat(300_000));
    all.put("one chunk", chunked + "\r\n5\r\nhello\r\n0\r\n\r\n");
    all.put("three chunks", chunked + "\r\n1\r\nh\r\n2\r\nel\r\n2\r\nlo\r\n0\r\n\r\n");
    all.put("no chunk but the last", chunked + "\r\n0\r\n\r\n");
    all.put("a large chunk", chunked + "\r\n30D40\r\n" + "x".repeat(200_000) + "\r\n0\r\n\r\n");
    all.put("many chunks", chunked + "\r\n" + "1\r\nx\r\n".repeat(2000) + "0\r\n\r\n");
    all.put("chunk extensions", chunked + "\r\n5;a=b;c=\"d\"\r\nhello\r\n0;e\r\n\r\n");
    all.put("chunk size in lower case", chunked + "\r\na\r\nhellohello\r\n0\r\n\r\n");
    all.put("chunk size with zeros", chunked + "\r\n005\r\nhello\r\n000\r\n\r\n");
    all.put(
        "trailers",
        chunked + "Trailer: X-End\r\n\r\n5\r\nhello\r\n0\r\nX-End: yes\r\nX-More: z\r\n\r\n");
    all.put(
        "chunked in upper case", ok + "Transfer-Encoding: CHUNKED\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    all.put("chunked and a length", chunked + "Content-Length: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    all.put(
        "chunked and a wrong length",
        chunked + "Content-Length: 99\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    all.put(
        "HTTP 1.0 kept alive",
        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello");
    all.put("no reason", "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello");
    all.put("an empty reason", "HTTP/1.1 200 \r\nContent-Length: 5\r\n\r\nhello");
    all.put(
        "a reason of many words",
        "HTTP/1.1 200 It is fine: really\r\nContent-Length: 5\r\n\r\nhello");
    all.put("headers in odd case", ok + "cOnTeNt-LeNgTh: 5\r\nx-ODD: A\r\n\r\nhello");
    all.put("a folded header", length + "X-Folded: one\r\n  two\r\n\tthree\r\n\r\nhello");
    all.put("a header without a value", length + "X-Empty:\r\n\r\nhello");
    all.put("a header three times", length + "X-A: 1\r\nX-B: 2\r\nX-A: 3\r\nX-A: 2\r\n\r\nhello");
    all.put("a header that is no ASCII", length + "X-Name: M\u00fcller\r\n\r\nhello");
    all.put("a header of 7000 bytes", length + "X-Long: " + "y".repeat(7000) + "\r\n\r\nhello");
    all.put("ninety headers", length + many + "\r\nhello");
    all.put(
        "cookies", length + "Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2; HttpOnly\r\n\r\nhello");
    all.put(
        "a date and a cache",
        length
            + "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\nAge: 5\r\nETag: \"x\"\r\nCache-Control: max-age=60\r\n\r\nhello");
    all.put("Keep-Alive of 5 s", length + "Keep-Alive: timeout=5\r\n\r\nhello");
    all.put("Keep-Alive of 0 s", length + "Keep-Alive: timeout=0\r\n\r\nhello");
    all.put("Keep-Alive max 1", length + "Keep-Alive: timeout=5, max=1\r\n\r\nhello");
    all.put(
        "Keep-Alive that is none",
        length + "Keep-Alive: for ever, max=, timeout=soon\r\n\r\nhello");
    all.put("Connection keep-alive", length + "Connection: Keep-Alive\r\n\r\nhello");
    all.put(
        "Connection of another name", length + "Connection: X-Thing\r\nX-Thing: 1\r\n\r\nhello");
    all.put(
        "an upgrade that nobody asked for",
        length + "Upgrade: h2c\r\nConnection: Upgrade\r\n\r\nhello");
    all.put(
        "a content range",
        "HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-4/10\r\nContent-Length: 5\r\n\r\nhello");
    return all;
  }

  /** Answers after which the server ends the connection, and clients may have to. */
  private static Map<String, String> ended() {
    String ok = "HTTP/1.1 200 OK\r\n";
    String chunked = ok + "Transfer-Encoding: chunked\r\n";
    String length = ok + "Content-Length: 5\r\n";
    Map<String, String> all = new TreeMap<>();
    all.put("no length", ok + "\r\nhello");
    all.put("no length, Connection close", ok + "Connection: close\r\n\r\nhello");
    all.put("no length and no body", ok + "\r\n");
    all.put("length, then the end", length + "\r\nhello");
    all.put("length, Connection close", length + "Connection: close\r\n\r\nhello");
    all.put("length, Connection CLOSE", length + "Connection: CLOSE\r\n\r\nhello");
    all.put(
        "length, Connection close and others", length + "Connection: X-Thing, close\r\n\r\nhello");
    all.put("length, Proxy-Connection close", length + "Proxy-Connection: close\r\n\r\nhello");
    all.put("chunks, then the end", chunked + "\r\n5\r\nhello\r\n0\r\n\r\n");
    all.put(
        "chunks, Connection close", chunked + "Connection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    all.put("HTTP 1.0 without length", "HTTP/1.0 200 OK\r\n\r\nhello");
    all.put("HTTP 1.0 with length", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    all.put("a length that is too long", ok + "Content-Length: 9\r\n\r\nhello");
    all.put("a length that is too short", ok + "Content-Length: 3\r\n\r\nhello");
    all.put("a length that is negative", ok + "Content-Length: -1\r\n\r\nhello");
    all.put("a length that is no number", ok + "Content-Length: five\r\n\r\nhello");
    all.put("a length that is huge", ok + "Content-Length: 99999999999999999999\r\n\r\nhello");
    all.put("two lengths", ok + "Content-Length: 5\r\nContent-Length: 3\r\n\r\nhello");
    all.put("two lengths in one", ok + "Content-Length: 5, 5\r\n\r\nhello");
    all.put("no last chunk", chunked + "\r\n5\r\nhello\r\n");
    all.put("half a chunk", chunked + "\r\n5\r\nhe");
    all.put("half a chunk size", chunked + "\r\n5");
    all.put("a chunk size that is none", chunked + "\r\nxyz\r\nhello\r\n0\r\n\r\n");
    all.put("a chunk size that is empty", chunked + "\r\n\r\nhello\r\n0\r\n\r\n");
    all.put("a chunk size that is negative", chunked + "\r\n-5\r\nhello\r\n0\r\n\r\n");
    all.put("a chunk size that is huge", chunked + "\r\nFFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n");
    all.put("a chunk that is too long", chunked + "\r\n3\r\nhello\r\n0\r\n\r\n");
    all.put("no end of the trailers", chunked + "\r\n5\r\nhello\r\n0\r\nX-End: yes\r\n");
    all.put("Transfer-Encoding identity", ok + "Transfer-Encoding: identity\r\n\r\nhello");
    all.put("Transfer-Encoding gzip", ok + "Transfer-Encoding: gzip\r\n\r\nhello");
    all.put(
        "Transfer-Encoding unknown",
        ok + "Transfer-Encoding: magic\r\nContent-Length: 5\r\n\r\nhello");
    all.put(
        "another answer behind it",
        length + "\r\nhelloHTTP/1.1 500 Not Asked For\r\nContent-Length: 0\r\n\r\n");
    all.put("bytes behind it", length + "\r\nhello, world");
    all.put(
        "a 408 behind it",
        length
            + "\r\nhelloHTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    all.put("line ends without CR", "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello");
    all.put("an empty line before it", "\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    all.put("bytes before it", "junk\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    all.put("HTTP in lower case", "http/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    all.put("HTTP 2 in its status line", "HTTP/2 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    all.put("HTTP 1.2", "HTTP/1.2 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    all.put("HTTP 0.9", "hello");
    all.put("another protocol", "SSH-2.0-OpenSSH_9.2\r\n");
    all.put("a status of two digits", "HTTP/1.1 20 OK\r\nContent-Length: 5\r\n\r\nhello");
    all.put("a status of four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 5\r\n\r\nhello");
    all.put("a status that is none", "HTTP/1.1 OK\r\nContent-Length: 5\r\n\r\nhello");
    all.put("a header without a colon", length + "X-Bad\r\n\r\nhello");
    all.put("a header without a name", length + ": value\r\n\r\nhello");
    all.put("a space before the colon", length + "X-Bad : value\r\n\r\nhello");
    all.put("a NUL in a header", length + "X-Bad: a\0b\r\n\r\nhello");
    all.put("a header of 70000 bytes", length + "X-Long: " + "y".repeat(70_000) + "\r\n\r\nhello");
    all.put(
        "a header of 500000 bytes", length + "X-Long: " + "y".repeat(500_000) + "\r\n\r\nhello");
    all.put("a thousand headers", length + "X-Many: value\r\n".repeat(1000) + "\r\nhello");
    all.put("headers that do not end", ok + "X-Half: val");
    all.put("a TLS alert", "\u0015\u0003\u0001\u0000\u0002\u0002\u0046");
    return all;
  }
}
