package io.poolingagent.weave;

import static net.bytebuddy.matcher.ElementMatchers.named;

import io.poolingagent.advice.ConstructedField;
import io.poolingagent.advice.ExitHookName;
import io.poolingagent.advice.HookName;
import io.poolingagent.advice.OnDemand;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.VisibilityBridgeStrategy;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Weaves hooks into one class file with Byte Buddy. The class keeps its shape (no member is added),
 * so the result is as good for a class that is loaded already; the advice is inlined, because half
 * of the libraries that we serve are older than invokedynamic.
 *
 * <p>Kept apart from {@link WeavingTransformer} so that Byte Buddy is loaded with the first class
 * that is woven and costs an application without any of our libraries nothing.
 */
final class Weaver {
  private static final ClassFileLocator AGENT_CLASSES =
      ClassFileLocator.ForClassLoader.of(Weaver.class.getClassLoader());

  private final ByteBuddy byteBuddy =
      new ByteBuddy()
          .with(TypeValidation.DISABLED)
          .with(InstrumentedType.Factory.Default.FROZEN)
          .with(VisibilityBridgeStrategy.Default.NEVER);
  private final TypePool advices = TypePool.Default.of(AGENT_CLASSES);

  /**
   * @param type the binary name of the class
   * @param bytes its class file
   * @param loader its loader, null for the boot loader
   * @param hooks those of the hooks that stand on this class
   * @return the woven class file
   */
  byte[] weave(String type, byte[] bytes, @Nullable ClassLoader loader, Iterable<HookPoint> hooks) {
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(type, bytes), ClassFileLocator.ForClassLoader.of(loader));
    TypePool pool = pool(locator);
    TypeDescription description = pool.describe(type).resolve();
    DynamicType.Builder<?> builder = byteBuddy.decorate(description, locator);
    for (HookPoint hook : hooks) {
      ElementMatcher<MethodDescription> methods = methods(hook);
      if (description.getDeclaredMethods().filter(methods).isEmpty()
          || (hook.field() != null
              && description.getDeclaredFields().filter(named(hook.field())).isEmpty())) {
        continue; // an optional hook; required ones were checked
      }
      AsmVisitorWrapper advice = advice(hook, description, methods);
      builder = builder.visit(advice);
    }
    return builder.make(TypeResolutionStrategy.Disabled.INSTANCE, pool).getBytes();
  }

  private AsmVisitorWrapper advice(
      HookPoint hook, TypeDescription description, ElementMatcher<MethodDescription> methods) {
    Advice.WithCustomMapping mapping =
        Advice.withCustomMapping()
            .bind(HookName.class, hook.name())
            .bind(OnDemand.class, hook.isOnDemand())
            .bind(ExitHookName.class, hook.name() + HookPoint.EXIT_SUFFIX);
    String field = hook.field();
    if (field != null) {
      FieldDescription target = description.getDeclaredFields().filter(named(field)).getOnly();
      mapping =
          mapping.bind(
              new Advice.OffsetMapping.ForField.Resolved.Factory<>(
                  ConstructedField.class, target, false, Assigner.Typing.DYNAMIC));
    }
    return mapping.to(advices.describe(hook.kind().advice).resolve(), AGENT_CLASSES).on(methods);
  }

  /** The hook's methods, less those without a body. */
  static ElementMatcher<MethodDescription> methods(HookPoint hook) {
    Methods methods = hook.methods();
    return method -> !method.isAbstract() && !method.isNative() && methods.include(method);
  }

  static TypePool pool(ClassFileLocator locator) {
    return new TypePool.Default.WithLazyResolution(
        new TypePool.CacheProvider.Simple(), locator, TypePool.Default.ReaderMode.FAST);
  }
}
