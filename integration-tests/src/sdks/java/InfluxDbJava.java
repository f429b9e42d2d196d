// org.influxdb:influxdb-java:2.25
import io.poolingagent.app.sdks.Sdk;
import org.influxdb.InfluxDB;
import org.influxdb.InfluxDBFactory;

/** InfluxDB's own, for version 1. */
public final class InfluxDbJava implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (InfluxDB client = InfluxDBFactory.connect(address, "user", "password")) {
      client.setDatabase("d");
      client.write("cpu value=1");
      return "written";
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "";
  }
}
