// io.jaegertracing:jaeger-thrift:1.8.1
import io.jaegertracing.thrift.internal.senders.HttpSender;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.poolingagent.app.sdks.Sdk;
import java.util.List;

/** Jaeger's sender over HTTP. */
public final class Jaeger implements Sdk {

  @Override
  public String call(String address) throws Exception {
    HttpSender sender = new HttpSender.Builder(address + "/api/traces").build();
    sender.send(new Process("service"), List.of(new Span(1, 0, 1, 0, "hello", 0, 1, 1)));
    return "sent";
  }

  @Override
  public String answer(String method, String target, String body) {
    return "ok";
  }
}
