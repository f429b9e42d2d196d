// org.twitter4j:twitter4j-core:4.0.7
import io.poolingagent.app.sdks.Sdk;
import twitter4j.TwitterFactory;
import twitter4j.conf.ConfigurationBuilder;

/** Twitter4J. */
public final class Twitter4j implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new TwitterFactory(
            new ConfigurationBuilder()
                .setOAuthConsumerKey("k")
                .setOAuthConsumerSecret("s")
                .setOAuthAccessToken("1-t")
                .setOAuthAccessTokenSecret("s")
                .setRestBaseURL(address + "/1.1/")
                .build())
        .getInstance()
        .verifyCredentials()
        .getScreenName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"id\":1,\"screen_name\":\"hello\",\"name\":\"n\"}";
  }
}
