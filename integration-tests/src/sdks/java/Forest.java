// com.dtflys.forest:forest-core:1.6.4
// com.google.code.gson:gson:2.10.1
import com.dtflys.forest.config.ForestConfiguration;
import io.poolingagent.app.sdks.Sdk;

/** Forest. */
public final class Forest implements Sdk {

  @Override
  public String call(String address) throws Exception {
    ForestConfiguration configuration = ForestConfiguration.createConfiguration();
    configuration.setLogEnabled(false);
    return configuration.get(address + "/thing").executeAsString();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }

  @Override
  public String note() {
    return "brings a connection pool of its own, made anew with each client: the first two are left alone";
  }
}
