package io.poolingagent.weave;

import static io.poolingagent.weave.Methods.isConstructor;
import static io.poolingagent.weave.Methods.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeaverTest {
  private final Weaver weaver = new Weaver();

  /** httpcore 4.0 is 47, httpclient 4.0 is 49 and 4.4 is 50; the JDK 25's own classes are 69. */
  @ParameterizedTest
  @CsvSource({
    "46, ENTER",
    "47, ENTER",
    "47, EXIT",
    "47, AROUND",
    "49, EXIT",
    "50, AROUND",
    "50, PROVIDE",
    "51, ENTER",
    "52, EXIT",
    "61, AROUND",
    "69, ENTER"
  })
  void weavesOldAndNewClassFilesAndLeavesTheirVersion(int major, HookPoint.Kind kind) {
    byte[] woven =
        weaver.weave(
            "some.Library",
            library(major),
            getClass().getClassLoader(),
            Collections.singleton(hook(kind).onDemand()));

    assertThat(new ClassReader(woven).readUnsignedShort(6)).isEqualTo(major);
    assertThat(bridgeCalls(woven)).contains("call");
  }

  private static HookPoint hook(HookPoint.Kind kind) {
    return HookPoint.on("test.hook", kind, "some.Library", named("call"));
  }

  @ParameterizedTest
  @CsvSource({"47", "50", "52", "69"})
  void aConstructorsFieldCanBeReplacedThoughItIsFinal(int major) {
    byte[] woven =
        weaver.weave(
            "some.Library",
            library(major),
            getClass().getClassLoader(),
            Collections.singleton(
                HookPoint.constructed("test.hook", "some.Library", isConstructor(), "pool")));

    assertThat(bridgeCalls(woven)).containsExactly("<init>");
  }

  @Test
  void anOptionalHookWithoutItsFieldIsLeftOut() {
    byte[] woven =
        weaver.weave(
            "some.Library",
            library(52),
            getClass().getClassLoader(),
            Collections.singleton(
                HookPoint.constructed("test.hook", "some.Library", isConstructor(), "renamed")
                    .whereFound()));

    assertThat(bridgeCalls(woven)).isEmpty();
  }

  private static byte[] library(int major) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(major, Opcodes.ACC_PUBLIC, "some/Library", null, "java/lang/Object", null);
    writer
        .visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, "pool", "Ljava/util/List;", null, null)
        .visitEnd();
    MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    constructor.visitCode();
    constructor.visitVarInsn(Opcodes.ALOAD, 0);
    constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    constructor.visitVarInsn(Opcodes.ALOAD, 0);
    constructor.visitInsn(Opcodes.ACONST_NULL);
    constructor.visitFieldInsn(Opcodes.PUTFIELD, "some/Library", "pool", "Ljava/util/List;");
    constructor.visitInsn(Opcodes.RETURN);
    constructor.visitMaxs(0, 0);
    constructor.visitEnd();
    MethodVisitor call =
        writer.visitMethod(Opcodes.ACC_PUBLIC, "call", "(IJLjava/lang/String;)Z", null, null);
    call.visitCode();
    call.visitInsn(Opcodes.ICONST_0);
    call.visitInsn(Opcodes.IRETURN);
    call.visitMaxs(0, 0);
    call.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static List<String> bridgeCalls(byte[] woven) {
    List<String> methods = new ArrayList<>();
    new ClassReader(woven)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitMethodInsn(
                      int opcode, String owner, String called, String shape, boolean ofInterface) {
                    if (owner.equals("java/lang/PoolingBridge")) {
                      methods.add(name);
                    }
                  }
                };
              }
            },
            0);
    return methods;
  }
}
