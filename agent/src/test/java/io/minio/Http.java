package io.minio;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.X509TrustManager;

/** Has an anonymous class of the name and shape of the one in MinIO 9, which is known by both. */
public final class Http {
  private Http() {}

  /** A trust manager that asks these. */
  public static X509TrustManager trusting(X509TrustManager... managers) {
    List<X509TrustManager> all = new ArrayList<>(Arrays.asList(managers));
    return new X509TrustManager() {
      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type)
          throws CertificateException {
        all.get(0).checkClientTrusted(chain, type);
      }

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type)
          throws CertificateException {
        all.get(0).checkServerTrusted(chain, type);
      }

      @Override
      public X509Certificate[] getAcceptedIssuers() {
        return all.get(0).getAcceptedIssuers();
      }
    };
  }
}
