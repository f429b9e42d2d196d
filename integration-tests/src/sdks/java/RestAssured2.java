// com.jayway.restassured:rest-assured:2.9.0
// javax.xml.bind:jaxb-api:2.3.1
// com.sun.xml.bind:jaxb-impl:2.3.9
// com.sun.xml.bind:jaxb-core:2.3.0.1
// javax.activation:activation:1.1.1
// org.codehaus.groovy:groovy:2.4.21
// org.codehaus.groovy:groovy-json:2.4.21
// org.codehaus.groovy:groovy-xml:2.4.21
import com.jayway.restassured.RestAssured;
import io.poolingagent.app.sdks.Sdk;

/** REST Assured, as it was. */
public final class RestAssured2 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return RestAssured.given().baseUri(address).get("/page").asString();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
