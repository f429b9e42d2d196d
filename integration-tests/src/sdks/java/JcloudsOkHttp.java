// org.apache.jclouds.api:s3:2.6.0
// org.apache.jclouds.driver:jclouds-okhttp:2.6.0
import io.poolingagent.app.sdks.Sdk;
import java.util.Set;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.http.okhttp.config.OkHttpCommandExecutorServiceModule;

/** jclouds, by OkHttp. */
public final class JcloudsOkHttp implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (BlobStoreContext context =
        ContextBuilder.newBuilder("s3")
            .endpoint(address)
            .credentials("id", "secret")
            .modules(Set.of(new OkHttpCommandExecutorServiceModule()))
            .buildView(BlobStoreContext.class)) {
      return context.getBlobStore().list().iterator().next().getName();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>o</ID><DisplayName>o</DisplayName></Owner><Buckets><Bucket><Name>bucket</Name><CreationDate>2026-01-01T00:00:00.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>\
    """;
  }

  @Override
  public String note() {
    return "over TLS a host name verifier that remembers, made anew with each client";
  }

  @Override
  public boolean leaks() {
    return true;
  }
}
