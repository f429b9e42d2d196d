// se.michaelthelin.spotify:spotify-web-api-java:9.3.0
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import se.michaelthelin.spotify.SpotifyApi;

/** A client of Spotify. */
public final class Spotify implements Sdk {

  @Override
  public String call(String address) throws Exception {
    URI service = URI.create(address);
    return new SpotifyApi.Builder()
        .setAccessToken("token")
        .setScheme(service.getScheme())
        .setHost(service.getHost())
        .setPort(service.getPort())
        .build()
        .getArtist("a")
        .build()
        .execute()
        .getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"id\":\"a\",\"name\":\"artist\",\"type\":\"artist\",\"genres\":[],\"images\":[],\"popularity\":1}";
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
