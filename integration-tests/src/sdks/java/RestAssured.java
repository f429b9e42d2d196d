// io.rest-assured:rest-assured:5.5.5
import io.poolingagent.app.sdks.Sdk;

/** REST Assured, which makes a client for each request by itself. */
public final class RestAssured implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return io.restassured.RestAssured.given().get(address + "/thing").asString();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
