// org.web3j:core:4.12.3
import io.poolingagent.app.sdks.Sdk;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.http.HttpService;

/** web3j, with its own cipher suites. */
public final class Web3 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    Web3j web3 = Web3j.build(new HttpService(address));
    try {
      return web3.web3ClientVersion().send().getWeb3ClientVersion();
    } finally {
      web3.shutdown();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"Geth/v1\"}";
  }
}
