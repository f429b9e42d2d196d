// org.jboss.resteasy.microprofile:microprofile-rest-client:2.1.5.Final
// jakarta.ws.rs:jakarta.ws.rs-api:3.1.0
// io.smallrye.config:smallrye-config:3.9.1
import io.poolingagent.app.sdks.Sdk;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URI;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** RESTEasy's MicroProfile client. */
public final class ResteasyMp implements Sdk {

  /** The service. */
  public interface Api extends AutoCloseable {

    /** A page of it. */
    @GET
    @Path("/page")
    String page();

    @Override
    void close();
  }

  @Override
  public String call(String address) throws Exception {
    try (Api api = RestClientBuilder.newBuilder().baseUri(URI.create(address)).build(Api.class)) {
      return api.page();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
