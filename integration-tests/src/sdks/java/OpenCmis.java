// org.apache.chemistry.opencmis:chemistry-opencmis-client-impl:1.1.0
// org.apache.httpcomponents:httpclient:4.5.14
import io.poolingagent.app.sdks.Sdk;
import java.util.HashMap;
import java.util.Map;
import org.apache.chemistry.opencmis.client.api.Session;
import org.apache.chemistry.opencmis.client.runtime.SessionFactoryImpl;
import org.apache.chemistry.opencmis.commons.SessionParameter;
import org.apache.chemistry.opencmis.commons.enums.BindingType;

/** OpenCMIS, by Apache. */
public final class OpenCmis implements Sdk {

  @Override
  public String call(String address) throws Exception {
    Map<String, String> parameters =
        new HashMap<>(
            Map.of(
                SessionParameter.BROWSER_URL, address + "/browser",
                SessionParameter.BINDING_TYPE, BindingType.BROWSER.value(),
                SessionParameter.HTTP_INVOKER_CLASS,
                    "org.apache.chemistry.opencmis.client.bindings.spi.http.ApacheClientHttpInvoker",
                SessionParameter.USER, "u",
                SessionParameter.PASSWORD, "p",
                SessionParameter.REPOSITORY_ID, "r"));
    Session session = SessionFactoryImpl.newInstance().createSession(parameters);
    return session.getRepositoryInfo().getName();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"r\":{\"repositoryId\":\"r\",\"repositoryName\":\"name\",\"rootFolderId\":\"1\",\"repositoryUrl\":\"http://localhost/r\",\"rootFolderUrl\":\"http://localhost/r/root\",\"capabilities\":{},\"cmisVersionSupported\":\"1.1\"}}";
  }
}
