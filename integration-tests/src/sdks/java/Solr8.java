// org.apache.solr:solr-solrj:8.11.4
import io.poolingagent.app.sdks.Sdk;
import org.apache.solr.client.solrj.SolrQuery;
import org.apache.solr.client.solrj.impl.HttpSolrClient;
import org.apache.solr.client.solrj.impl.XMLResponseParser;

/** SolrJ 8. */
public final class Solr8 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (HttpSolrClient client =
        new HttpSolrClient.Builder(address + "/solr")
            .withResponseParser(new XMLResponseParser())
            .build()) {
      return String.valueOf(client.query("c", new SolrQuery("*:*")).getResults().getNumFound());
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <response><lst name="responseHeader"><int name="status">0</int></lst><result name="response" numFound="7" start="0"></result></response>\
    """;
  }
}
