// com.ibm.cloud:cloudant:0.10.0
import com.ibm.cloud.sdk.core.security.NoAuthAuthenticator;
import io.poolingagent.app.sdks.Sdk;

/** IBM's SDK. */
public final class Cloudant implements Sdk {

  @Override
  public String call(String address) throws Exception {
    com.ibm.cloud.cloudant.v1.Cloudant service =
        new com.ibm.cloud.cloudant.v1.Cloudant("s", new NoAuthAuthenticator());
    service.setServiceUrl(address);
    return service.getServerInformation().execute().getResult().getVersion();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"couchdb\":\"Welcome\",\"version\":\"3.1\",\"features\":[],\"vendor\":{\"name\":\"v\"}}";
  }

  @Override
  public String note() {
    return "keeps one HTTP client by itself";
  }
}
