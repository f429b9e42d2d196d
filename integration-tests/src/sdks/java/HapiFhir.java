// ca.uhn.hapi.fhir:hapi-fhir-client:6.10.5
// ca.uhn.hapi.fhir:hapi-fhir-structures-r4:6.10.5
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import io.poolingagent.app.sdks.Sdk;
import org.hl7.fhir.r4.model.Patient;

/** HAPI FHIR, with a context for each call. */
public final class HapiFhir implements Sdk {

  @Override
  public String call(String address) throws Exception {
    FhirContext context = FhirContext.forR4();
    context.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
    return context
        .newRestfulGenericClient(address)
        .read()
        .resource(Patient.class)
        .withId("1")
        .execute()
        .getIdElement()
        .getIdPart();
  }

  @Override
  public String answer(String method, String target, String body) {
    return "{\"resourceType\":\"Patient\",\"id\":\"1\",\"active\":true}";
  }
}
