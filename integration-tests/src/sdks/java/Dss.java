// eu.europa.ec.joinup.sd-dss:dss-service:6.1
// eu.europa.ec.joinup.sd-dss:dss-utils-apache-commons:6.1
import eu.europa.esig.dss.service.http.commons.CommonsDataLoader;
import io.poolingagent.app.sdks.Sdk;

/** The loader of the EU's digital signature service. */
public final class Dss implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return new String(new CommonsDataLoader().get(address + "/list.xml"));
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
