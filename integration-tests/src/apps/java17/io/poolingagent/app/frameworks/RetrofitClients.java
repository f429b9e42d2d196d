package io.poolingagent.app.frameworks;

import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.POST;

/** Retrofit, which makes an {@code OkHttpClient} where it is given none. */
final class RetrofitClients {

  private RetrofitClients() {}

  /** What is called. */
  interface Echo {
    /** Gets. */
    @GET("echo")
    Call<ResponseBody> get();

    /** Posts. */
    @POST("echo")
    Call<ResponseBody> post(@Body RequestBody body);
  }

  static Exchange exchange() {
    return (post, url) -> {
      Echo echo =
          new Retrofit.Builder()
              .baseUrl(url.substring(0, url.lastIndexOf("echo")))
              .build()
              .create(Echo.class);
      Call<ResponseBody> call =
          post
              ? echo.post(RequestBody.create(MediaType.parse(Exchange.TYPE), Exchange.BODY))
              : echo.get();
      try (ResponseBody body = call.execute().body()) {
        return body == null ? "" : body.string();
      }
    };
  }
}
