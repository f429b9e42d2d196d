// org.apache.solr:solr-solrj:9.10.1
import io.poolingagent.app.sdks.Sdk;
import org.apache.solr.client.solrj.SolrQuery;
import org.apache.solr.client.solrj.impl.HttpJdkSolrClient;
import org.apache.solr.client.solrj.impl.XMLResponseParser;

/** SolrJ, by the JDK's client. */
public final class SolrJdk implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (HttpJdkSolrClient client =
        new HttpJdkSolrClient.Builder(address + "/solr/core")
            .withResponseParser(new XMLResponseParser())
            .build()) {
      return String.valueOf(client.query(new SolrQuery("*:*")).getResults().getNumFound());
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0" encoding="UTF-8"?><response><lst name="responseHeader"><int name="status">0</int><int name="QTime">1</int></lst><result name="response" numFound="3" start="0"></result></response>\
    """;
  }
}
