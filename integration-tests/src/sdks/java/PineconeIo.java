// io.pinecone:pinecone-client:6.1.0
import io.pinecone.clients.Pinecone;
import io.poolingagent.app.sdks.Sdk;

/** Pinecone's own. */
public final class PineconeIo implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return String.valueOf(
        new Pinecone.Builder("k").withHost(address).build().listIndexes().getIndexes());
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"indexes\":[]}";
  }
}
