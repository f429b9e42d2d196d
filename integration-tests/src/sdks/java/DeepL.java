// com.deepl.api:deepl-java:1.17.0
import com.deepl.api.Translator;
import com.deepl.api.TranslatorOptions;
import io.poolingagent.app.sdks.Sdk;

/** DeepL's own. */
public final class DeepL implements Sdk {

  @Override
  public String call(String address) throws Exception {
    return String.valueOf(
        new Translator("k:fx", new TranslatorOptions().setServerUrl(address))
            .getUsage()
            .getCharacter()
            .getCount());
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"character_count\":1,\"character_limit\":2}";
  }
}
