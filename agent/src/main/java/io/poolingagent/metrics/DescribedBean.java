package io.poolingagent.metrics;

import java.lang.reflect.Method;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** An MXBean that tells a console what its {@link About} annotations say. */
final class DescribedBean extends StandardMBean {

  private final Class<?> type;

  <T> DescribedBean(T bean, Class<T> type) {
    super(bean, type, true);
    this.type = type;
  }

  @Override
  protected @Nullable String getDescription(MBeanInfo info) {
    About about = type.getAnnotation(About.class);
    return about == null ? super.getDescription(info) : about.value();
  }

  @Override
  protected @Nullable String getDescription(MBeanAttributeInfo info) {
    String about = about((info.isIs() ? "is" : "get") + info.getName());
    return about == null ? super.getDescription(info) : about;
  }

  @Override
  protected @Nullable String getDescription(MBeanOperationInfo info) {
    String about = about(info.getName());
    return about == null ? super.getDescription(info) : about;
  }

  private @Nullable String about(String name) {
    for (Method method : type.getMethods()) {
      About about = method.getAnnotation(About.class);
      if (about != null && method.getName().equals(name)) {
        return about.value();
      }
    }
    return null;
  }
}
