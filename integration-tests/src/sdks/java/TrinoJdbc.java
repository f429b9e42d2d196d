// io.trino:trino-jdbc:450
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;

/** Trino's JDBC driver. */
public final class TrinoJdbc implements Sdk {

  @Override
  public String call(String address) throws Exception {
    String url =
        "jdbc:trino://"
            + URI.create(address).getAuthority()
            + "/catalog/schema?user=u&SSL="
            + address.startsWith("https");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      return rows.next() ? rows.getString(1) : "none";
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    {"id":"q1","infoUri":"http://localhost/q1","columns":[{"name":"a","type":"varchar","typeSignature":{"rawType":"varchar","arguments":[{"kind":"LONG","value":2147483647}]}}],"data":[["hello"]],"stats":{"state":"FINISHED","queued":false,"scheduled":true,"nodes":1,"totalSplits":1,"queuedSplits":0,"runningSplits":0,"completedSplits":1,"cpuTimeMillis":1,"wallTimeMillis":1,"queuedTimeMillis":0,"elapsedTimeMillis":1,"processedRows":1,"processedBytes":1,"physicalInputBytes":1,"peakMemoryBytes":1,"spilledBytes":0},"warnings":[]}\
    """;
  }

  @Override
  public String note() {
    return "keeps one HTTP client by itself";
  }
}
