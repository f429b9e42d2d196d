package io.poolingagent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is inlined into application classes must be legal in class files of Java 1.4, and call
 * nothing but the bridge.
 */
class AdviceByteCodeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.poolingagent.advice.OnEnter",
        "io.poolingagent.advice.OnExit",
        "io.poolingagent.advice.OnConstructed",
        "io.poolingagent.advice.Around",
        "io.poolingagent.advice.Provide",
        "java.lang.PoolingBridge"
      })
  void isJava8WithoutInvokedynamic(String type) throws IOException {
    List<String> calls = new ArrayList<>();
    List<String> dynamic = new ArrayList<>();
    int[] version = new int[1];
    new ClassReader(ClassFiles.read(type))
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public void visit(
                  int major,
                  int access,
                  String name,
                  String signature,
                  String parent,
                  String[] types) {
                version[0] = major;
              }

              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitMethodInsn(
                      int opcode, String owner, String called, String shape, boolean ofInterface) {
                    calls.add(owner);
                  }

                  @Override
                  public void visitInvokeDynamicInsn(
                      String called, String shape, Handle bootstrap, Object... arguments) {
                    dynamic.add(called);
                  }
                };
              }
            },
            0);
    assertThat(version[0]).isEqualTo(Opcodes.V1_8);
    assertThat(dynamic).isEmpty();
    assertThat(calls).allMatch(owner -> owner.startsWith("java/"));
  }
}
