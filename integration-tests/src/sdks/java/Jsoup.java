// org.jsoup:jsoup:1.24.1
import io.poolingagent.app.sdks.Sdk;

/** Fetches a page. */
public final class Jsoup implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return org.jsoup.Jsoup.connect(address + "/page").get().title();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "<html><head><title>hello</title></head></html>";
  }

  @Override
  public String note() {
    return "keeps one HTTP client by itself";
  }

  @Override
  public boolean pooled() {
    return true;
  }
}
