// io.minio:minio:9.0.4
// com.squareup.okhttp3:okhttp-jvm:5.5.1
import io.minio.MinioClient;
import io.poolingagent.app.sdks.Sdk;

/** MinIO's own, its latest. */
public final class Minio9 implements Sdk {

  @Override
  public String call(String address) throws Exception {
    try (MinioClient client =
        MinioClient.builder()
            .endpoint(address)
            .credentials("id", "secret")
            .region("us-east-1")
            .build()) {
      return String.valueOf(
          client.bucketExists(io.minio.BucketExistsArgs.builder().bucket("bucket").build()));
    }
  }

  @Override
  public String answer(String method, String target, String body) {
    return "";
  }
}
