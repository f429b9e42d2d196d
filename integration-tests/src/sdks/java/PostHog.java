// com.posthog.java:posthog:1.2.0
import io.poolingagent.app.sdks.Sdk;

/** PostHog's own. */
public final class PostHog implements Sdk {

  @Override
  public String call(String address) throws Exception {
    com.posthog.java.PostHog client =
        new com.posthog.java.PostHog.Builder("k").host(address).build();
    client.capture("user", "event");
    client.shutdown();
    return "sent";
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"status\":1}";
  }

  @Override
  public String note() {
    return "brings a copy of OkHttp of its own, in another package";
  }
}
