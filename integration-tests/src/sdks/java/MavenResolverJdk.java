// org.apache.maven.resolver:maven-resolver-transport-jdk:2.0.2
// org.apache.maven.resolver:maven-resolver-util:2.0.2
// org.apache.maven.resolver:maven-resolver-impl:2.0.2
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import java.util.Map;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.internal.impl.DefaultPathProcessor;
import org.eclipse.aether.internal.impl.transport.http.DefaultChecksumExtractor;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.spi.connector.transport.GetTask;
import org.eclipse.aether.spi.connector.transport.Transporter;
import org.eclipse.aether.transport.jdk.JdkTransporterFactory;

/** Maven's resolver, by the JDK's client. */
public final class MavenResolverJdk implements Sdk {

  @Override
  public String call(String address) throws Exception {
    DefaultRepositorySystemSession session = new DefaultRepositorySystemSession(close -> true);
    Transporter transporter =
        new JdkTransporterFactory(
                new DefaultChecksumExtractor(Map.of()), new DefaultPathProcessor())
            .newInstance(
                session, new RemoteRepository.Builder("central", "default", address + "/").build());
    try {
      GetTask task = new GetTask(URI.create("a/b/1/b-1.pom"));
      transporter.get(task);
      return task.getDataString();
    } finally {
      transporter.close();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
