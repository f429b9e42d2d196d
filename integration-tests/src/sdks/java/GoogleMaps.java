// com.google.maps:google-maps-services:2.2.0
import com.google.maps.GeoApiContext;
import com.google.maps.TimeZoneApi;
import com.google.maps.model.LatLng;
import io.poolingagent.app.sdks.Sdk;

/** Google Maps' own. */
public final class GoogleMaps implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (GeoApiContext context =
        new GeoApiContext.Builder().apiKey("AIza").baseUrlOverride(address).build()) {
      return TimeZoneApi.getTimeZone(context, new LatLng(1, 2)).await().getID();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"status\":\"OK\",\"timeZoneId\":\"Europe/Berlin\",\"timeZoneName\":\"CET\",\"rawOffset\":3600,\"dstOffset\":0}";
  }
}
