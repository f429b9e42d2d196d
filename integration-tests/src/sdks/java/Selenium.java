// org.seleniumhq.selenium:selenium-remote-driver:4.27.0
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import org.openqa.selenium.ImmutableCapabilities;
import org.openqa.selenium.remote.RemoteWebDriver;

/** Selenium's remote driver. */
public final class Selenium implements Sdk {

  @Override
  public String call(String address) throws Exception {
    RemoteWebDriver driver =
        new RemoteWebDriver(
            URI.create(address).toURL(), new ImmutableCapabilities("browserName", "b"), false);
    try {
      return driver.getSessionId().toString() + ' ' + driver.getTitle();
    } finally {
      driver.quit();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return target.endsWith("/title")
        ? "{\"value\":\"title\"}"
        : method.equals("DELETE")
            ? "{\"value\":null}"
            : "{\"value\":{\"sessionId\":\"s1\",\"capabilities\":{\"browserName\":\"b\"}}}";
  }

  @Override
  public String note() {
    return "its bodies are published on an executor of its own: such requests go over clients of their own";
  }

  @Override
  public boolean leaks() {
    return true;
  }
}
