// com.caucho:hessian:4.0.66
import com.caucho.hessian.client.HessianProxyFactory;
import io.poolingagent.app.sdks.Sdk;

/** Hessian. */
public final class Hessian implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HessianProxyFactory factory = new HessianProxyFactory();
    return ((Greeter) factory.create(Greeter.class, address + "/thing")).hello();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "H\2\0R\5hello";
  }

  /** What is called. */
  public interface Greeter {

    /** Says hello. */
    String hello();
  }
}
