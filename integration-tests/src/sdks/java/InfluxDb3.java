// com.influxdb:influxdb3-java:1.8.0
import com.influxdb.v3.client.InfluxDBClient;
import io.poolingagent.app.sdks.Sdk;

/** InfluxDB 3. */
public final class InfluxDb3 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (InfluxDBClient client = InfluxDBClient.getInstance(address, "token".toCharArray(), "db")) {
      client.writeRecord("temperature,location=north value=60.0");
      return "written";
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "";
  }
}
