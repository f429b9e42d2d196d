// org.apache.calcite.avatica:avatica-core:1.29.0
import io.poolingagent.app.sdks.Sdk;
import java.sql.Connection;
import java.sql.DriverManager;

/** Avatica's JDBC driver over HTTP (Phoenix, Druid). */
public final class Avatica implements Sdk {

  @Override
  public String call(String address) throws Exception {
    Class.forName("org.apache.calcite.avatica.remote.Driver");
    try (Connection connection =
        DriverManager.getConnection("jdbc:avatica:remote:url=" + address + ";serialization=json")) {
      return String.valueOf(connection.isClosed());
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    String kind = body.contains("closeConnection") ? "closeConnection" : "openConnection";
    return "{\"response\":\""
        + kind
        + "\",\"rpcMetadata\":{\"response\":\"rpcMetadata\",\"serverAddress\":\"s\"}}";
  }

  @Override
  public String note() {
    return "keeps its pool of connections by itself";
  }
}
