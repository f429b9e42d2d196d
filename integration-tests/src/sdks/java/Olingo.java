// org.apache.olingo:odata-client-core:5.0.0
import io.poolingagent.app.sdks.Sdk;
import org.apache.olingo.client.api.ODataClient;
import org.apache.olingo.client.core.ODataClientFactory;

/** OData's reference client, which makes an HTTP client for each request by itself. */
public final class Olingo implements Sdk {

  @Override
  public String call(String address) throws Exception {
    ODataClient client = ODataClientFactory.getClient();
    return client
        .getRetrieveRequestFactory()
        .getServiceDocumentRequest(address + "/service")
        .execute()
        .getBody()
        .getEntitySetNames()
        .toString();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"@odata.context\":\"$metadata\",\"value\":[{\"name\":\"Products\",\"kind\":\"EntitySet\",\"url\":\"Products\"}]}";
  }
}
