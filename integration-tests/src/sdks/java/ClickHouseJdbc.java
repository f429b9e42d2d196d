// com.clickhouse:clickhouse-jdbc:0.6.5
// org.apache.httpcomponents.client5:httpclient5:5.3.1
import com.clickhouse.jdbc.ClickHouseDataSource;
import io.poolingagent.app.sdks.Sdk;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Properties;

/** ClickHouse's JDBC driver, by Apache's client. */
public final class ClickHouseJdbc implements Sdk {

  @Override
  public String call(String address) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("compress", "0");
    properties.setProperty("server_version", "23.3");
    properties.setProperty("server_time_zone", "UTC");
    properties.setProperty("sslmode", "strict");
    try (Connection connection =
            new ClickHouseDataSource("jdbc:ch:" + address + "/default", properties)
                .getConnection("u", "p");
        Statement statement = connection.createStatement()) {
      return String.valueOf(statement.executeUpdate("INSERT INTO t VALUES (1)"));
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "";
  }

  @Override
  public String note() {
    return "socket factories of its own, made anew with each connection";
  }
}
