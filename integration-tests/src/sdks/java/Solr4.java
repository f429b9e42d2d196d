// org.apache.solr:solr-solrj:4.10.4
// commons-logging:commons-logging:1.2
import io.poolingagent.app.sdks.Sdk;
import org.apache.solr.client.solrj.SolrQuery;
import org.apache.solr.client.solrj.impl.HttpSolrServer;
import org.apache.solr.client.solrj.impl.XMLResponseParser;

/** SolrJ, as it was. */
public final class Solr4 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HttpSolrServer server = new HttpSolrServer(address + "/solr/core");
    server.setParser(new XMLResponseParser());
    try {
      return String.valueOf(server.query(new SolrQuery("*:*")).getResults().getNumFound());
    } finally {
      server.shutdown();
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return """
    <?xml version="1.0" encoding="UTF-8"?><response><lst name="responseHeader"><int name="status">0</int><int name="QTime">1</int></lst><result name="response" numFound="3" start="0"></result></response>\
    """;
  }
}
