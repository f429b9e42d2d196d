// org.eclipse.rdf4j:rdf4j-repository-http:5.1.3
import io.poolingagent.app.sdks.Sdk;
import org.eclipse.rdf4j.repository.RepositoryConnection;
import org.eclipse.rdf4j.repository.http.HTTPRepository;

/** RDF4J's remote repository. */
public final class Rdf4j implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HTTPRepository repository = new HTTPRepository(address, "r");
    try (RepositoryConnection connection = repository.getConnection()) {
      return String.valueOf(connection.size());
    } finally {
      repository.shutDown();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return target.contains("/protocol") ? "12" : "3";
  }
}
