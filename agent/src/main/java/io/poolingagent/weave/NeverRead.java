package io.poolingagent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads the byte code of a class for a look at the instance that encloses it. That instance can be
 * reached through the field alone, from the class itself or from a class that stands within it.
 */
final class NeverRead {
  private NeverRead() {}

  /** See {@link io.poolingagent.tls.FieldUse}. */
  static boolean isNeverRead(Field field) {
    Class<?> type = field.getDeclaringClass();
    String resource = type.getName().replace('.', '/') + ".class";
    ClassLoader loader = type.getClassLoader();
    try (InputStream in = loader == null ? null : loader.getResourceAsStream(resource)) {
      if (in == null) {
        return false; // made at run time: its code is not known
      }
      Reads reads = new Reads(Type.getInternalName(type), field.getName());
      new ClassReader(ClassFiles.read(in))
          .accept(reads, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      return !reads.found;
    } catch (IOException | RuntimeException unreadable) {
      return false;
    }
  }

  private static final class Reads extends ClassVisitor {
    private final String type;
    private final String field;
    boolean found;

    Reads(String type, String field) {
      super(Opcodes.ASM9);
      this.type = type;
      this.field = field;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
          found |= opcode == Opcodes.GETFIELD && name.equals(field);
        }

        @Override
        public void visitTypeInsn(int opcode, String made) {
          found |= opcode == Opcodes.NEW && made.startsWith(type + "$");
        }

        @Override
        public void visitInvokeDynamicInsn(
            String name, String descriptor, Handle bootstrap, Object... arguments) {
          for (Object argument : arguments) {
            found |= argument instanceof Handle && ((Handle) argument).getName().equals(field);
          }
        }
      };
    }
  }
}
