// org.apache.solr:solr-solrj:9.10.1
import io.poolingagent.app.sdks.Sdk;
import org.apache.solr.client.solrj.SolrQuery;
import org.apache.solr.client.solrj.impl.HttpSolrClient;
import org.apache.solr.client.solrj.impl.XMLResponseParser;

/** Solr's own. */
public final class Solr implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (HttpSolrClient client =
        new HttpSolrClient.Builder(address + "/solr/core")
            .withResponseParser(new XMLResponseParser())
            .build()) {
      return String.valueOf(client.query(new SolrQuery("*:*")).getResults().getNumFound());
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <response><result name="response" numFound="7" start="0"></result></response>\
    """;
  }
}
