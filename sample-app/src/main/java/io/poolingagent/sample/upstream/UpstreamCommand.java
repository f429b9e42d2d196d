package io.poolingagent.sample.upstream;

import io.poolingagent.sample.Flags;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** {@code upstream}: the upstream alone, until it is killed. */
public final class UpstreamCommand {
  private UpstreamCommand() {}

  /** Prints where it listens, then serves. */
  public static void run(Flags flags)
      throws IOException, GeneralSecurityException, InterruptedException {
    Delays delays = delays(flags);
    boolean child = flags.has("child");
    flags.rejectOthers();

    try (Upstream upstream = Upstream.start(delays)) {
      UpstreamAddresses addresses = upstream.addresses();
      if (child) {
        System.out.println(addresses.line());
        while (System.in.read() >= 0) {
          // it ends with the parent
        }
      } else {
        for (Protocol protocol : Protocol.values()) {
          System.out.printf("%-24s %s%n", protocol.title(), addresses.url(protocol));
        }
        System.out.printf("%-24s %s%n", "counts", addresses.control());
        System.out.printf(
            "%-24s -Djavax.net.ssl.trustStore=%s%n", "give its clients", addresses.trustStore());
        new CountDownLatch(1).await(); // until killed
      }
    }
    System.exit(0);
  }

  /** Reads the delay flags, which other commands pass on. */
  public static Delays delays(Flags flags) {
    return new Delays(
        flags.duration("connect-delay", Duration.ZERO),
        flags.duration("handshake-delay", Duration.ZERO),
        flags.duration("response-delay", Duration.ZERO));
  }
}
