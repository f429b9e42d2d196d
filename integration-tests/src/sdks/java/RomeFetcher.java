// com.rometools:rome-fetcher:1.18.0
// commons-httpclient:commons-httpclient:3.1
import com.rometools.fetcher.impl.HttpClientFeedFetcher;
import io.poolingagent.app.sdks.Sdk;
import java.net.URL;

/** ROME's fetcher of feeds. */
public final class RomeFetcher implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new HttpClientFeedFetcher().retrieveFeed(new URL(address + "/feed")).getTitle();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "<?xml version=\"1.0\"?><rss"
        + " version=\"2.0\"><channel><title>hello</title><link>l</link><description>d</description></channel></rss>";
  }
}
