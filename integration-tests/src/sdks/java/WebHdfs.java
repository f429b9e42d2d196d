// org.apache.hadoop:hadoop-hdfs-client:3.3.6
// org.apache.hadoop:hadoop-common:3.3.6
import io.poolingagent.app.sdks.Sdk;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Hadoop's WebHDFS. */
public final class WebHdfs implements Sdk {

  @Override
  public String call(String address) throws Exception {
    URI uri =
        URI.create(address.replaceFirst("^https:", "swebhdfs:").replaceFirst("^http:", "webhdfs:"));
    try (FileSystem files = FileSystem.newInstance(uri, new Configuration())) {
      return String.valueOf(files.getFileStatus(new Path("/hello")).getLen());
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"FileStatus\":{\"accessTime\":1,\"blockSize\":1,\"group\":\"g\",\"length\":24930,\"modificationTime\":1,\"owner\":\"o\",\"pathSuffix\":\"\",\"permission\":\"644\",\"replication\":1,\"type\":\"FILE\"}}";
  }
}
