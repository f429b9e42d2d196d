// com.google.http-client:google-http-client:1.22.0
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.ApacheHttpTransport;
import io.poolingagent.app.sdks.Sdk;

/** Google's client upon Apache's old API, trusting everything. */
public final class GoogleTrustAll implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HttpTransport transport = new ApacheHttpTransport.Builder().doNotValidateCertificate().build();
    try {
      return transport
          .createRequestFactory()
          .buildGetRequest(new GenericUrl(address + "/page"))
          .execute()
          .parseAsString();
    } finally {
      transport.shutdown();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }

  @Override
  public String note() {
    return "over TLS a socket factory of its own, made anew with each client";
  }
}
