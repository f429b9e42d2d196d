// com.azure:azure-storage-blob:12.35.0
// com.azure:azure-core-http-okhttp:1.13.1
import com.azure.core.http.okhttp.OkHttpAsyncHttpClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import io.poolingagent.app.sdks.Sdk;

/** Azure's storage client. */
public final class AzureOkHttp implements Sdk {

  @Override
  public String call(String address) throws Exception {
    BlobServiceClient client =
        new BlobServiceClientBuilder()
            .endpoint(address + "/account")
            .sasToken("sig=s")
            .httpClient(new OkHttpAsyncHttpClientBuilder().build())
            .buildClient();
    return client.listBlobContainers().iterator().next().getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0" encoding="utf-8"?>
    <EnumerationResults ServiceEndpoint="s"><Containers><Container><Name>container</Name><Properties><Etag>e</Etag></Properties></Container></Containers><NextMarker/></EnumerationResults>\
    """;
  }
}
