package io.poolingagent.it.apache5;

import io.poolingagent.it.ClientLibrary;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "it.wide", matches = "true")
class Apache5_2_3IT extends Apache5Hazards {
  Apache5_2_3IT() {
    super(ClientLibrary.apache5("5.2.3"));
  }
}
