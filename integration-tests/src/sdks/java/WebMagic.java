// us.codecraft:webmagic-core:1.0.3
import io.poolingagent.app.sdks.Sdk;
import us.codecraft.webmagic.Request;
import us.codecraft.webmagic.Site;
import us.codecraft.webmagic.downloader.HttpClientDownloader;

/** WebMagic's downloader. */
public final class WebMagic implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new HttpClientDownloader()
        .download(new Request(address + "/page"), Site.me().setTimeOut(10_000).toTask())
        .getRawText();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "<html>hello</html>";
  }
}
