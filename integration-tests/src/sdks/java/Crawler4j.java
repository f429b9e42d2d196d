// de.hs-heilbronn.mi:crawler4j-core:5.0.2
import crawlercommons.filters.basic.BasicURLNormalizer;
import edu.uci.ics.crawler4j.crawler.CrawlConfig;
import edu.uci.ics.crawler4j.fetcher.PageFetchResult;
import edu.uci.ics.crawler4j.fetcher.PageFetcher;
import edu.uci.ics.crawler4j.url.AbstractWebURL;
import edu.uci.ics.crawler4j.url.WebURL;
import io.poolingagent.app.sdks.Sdk;

/** crawler4j's fetcher. */
public final class Crawler4j implements Sdk {

  @Override
  public String call(String address) throws Exception {
    CrawlConfig config = new CrawlConfig();
    config.setPolitenessDelay(0);
    PageFetcher fetcher = new PageFetcher(config, BasicURLNormalizer.newBuilder().build());
    try {
      WebURL url = new AbstractWebURL() {};
      url.setURL(address + "/page");
      PageFetchResult result = fetcher.fetchPage(url);
      try {
        return result.getStatusCode() + new String(result.getEntity().getContent().readAllBytes());
      } finally {
        result.discardContentIfNotConsumed();
      }
    } finally {
      fetcher.shutDown();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "<html>hello</html>";
  }

  @Override
  public String note() {
    return "a connection manager of its own, which connects by itself";
  }
}
