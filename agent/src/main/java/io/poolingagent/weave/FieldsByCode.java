package io.poolingagent.weave;

import io.poolingagent.tls.FieldUse;
import java.lang.reflect.Field;

/** What byte code says about fields and statics. Reads the class file each time it is asked. */
public final class FieldsByCode implements FieldUse {

  @Override
  public boolean isNeverRead(Field field) {
    return NeverRead.isNeverRead(field);
  }

  @Override
  public boolean isSetOnce(Field field) {
    return SetOnce.isSetOnce(field);
  }

  @Override
  public boolean goesByFieldsAlone(Class<?> type) {
    return FieldsAlone.goesByFieldsAlone(type);
  }
}
