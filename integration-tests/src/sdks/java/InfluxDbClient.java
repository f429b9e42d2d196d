// com.influxdb:influxdb-client-java:7.3.0
import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import io.poolingagent.app.sdks.Sdk;

/** InfluxDB's own, for version 2. */
public final class InfluxDbClient implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (InfluxDBClient client =
        InfluxDBClientFactory.create(address, "token".toCharArray(), "org", "bucket")) {
      return String.valueOf(client.getQueryApi().query("from(bucket:\"b\")").size());
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "#datatype,string,long,long\n#group,false,false,false\n#default,_result,,\n"
        + ",result,table,_value\n,,0,1\n";
  }
}
