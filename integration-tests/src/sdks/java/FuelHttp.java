// com.github.kittinunf.fuel:fuel:2.3.1
import com.github.kittinunf.fuel.Fuel;
import io.poolingagent.app.sdks.Sdk;

/** Fuel. */
public final class FuelHttp implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return Fuel.INSTANCE.get(address + "/page", null).responseString().getThird().get();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "hello";
  }
}
