package io.poolingagent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads the byte code of a class for what may write one of its fields. A private field can be
 * written by the class itself and, from Java 11 on, by the other classes of its nest (JVMS 5.4.4):
 * where these only do so in the class's constructors, and never to an object that was handed to
 * one, the field is as good as final.
 */
final class SetOnce {
  /** All of them are read. */
  private static final int MOST_CLASSES = 100;

  private final Class<?> type;
  private final String owner;
  private final String field;
  private final Set<String> nest = new HashSet<>();
  private boolean mayChange;

  private SetOnce(Field field) {
    this.type = field.getDeclaringClass();
    this.owner = Type.getInternalName(type);
    this.field = field.getName();
  }

  /** See {@link io.poolingagent.tls.FieldUse}. */
  static boolean isSetOnce(Field field) {
    int modifiers = field.getModifiers();
    if (!Modifier.isPrivate(modifiers)
        || Modifier.isVolatile(modifiers) // as updaters want it
        || field.getAnnotations().length > 0) { // by which frameworks find what they set
      return false;
    }
    try {
      return new SetOnce(field).isProved();
    } catch (IOException | RuntimeException | LinkageError unreadable) {
      return false;
    }
  }

  private boolean isProved() throws IOException {
    String host = read(owner);
    if (!host.equals(owner)) {
      read(host);
    }
    if (nest.size() > MOST_CLASSES) {
      return false;
    }
    for (String member : nest.toArray(new String[0])) {
      if (!member.equals(owner) && !member.equals(host)) {
        read(member);
      }
    }
    return !mayChange;
  }

  /** Reads a class and answers the host of its nest. */
  private String read(String name) throws IOException {
    ClassLoader loader = type.getClassLoader();
    try (InputStream in = loader == null ? null : loader.getResourceAsStream(name + ".class")) {
      if (in == null) {
        throw new IOException(name + " was made at run time: its code is not known");
      }
      Writes writes = new Writes(name);
      new ClassReader(ClassFiles.read(in))
          .accept(writes, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      return writes.host;
    }
  }

  private final class Writes extends ClassVisitor {
    private final String reading;
    String host;

    Writes(String reading) {
      super(Opcodes.ASM9);
      this.reading = reading;
      this.host = reading;
    }

    @Override
    public void visitNestHost(String nestHost) {
      host = nestHost;
    }

    @Override
    public void visitNestMember(String nestMember) {
      nest.add(nestMember);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      mayChange |= (access & Opcodes.ACC_NATIVE) != 0;
      return new Code(reading.equals(owner) && name.equals("<init>"), descriptor);
    }
  }

  /** One method. In a constructor nothing but "this" may be of the type that is looked at. */
  private final class Code extends MethodVisitor {
    private final boolean constructs;
    private boolean others;
    private boolean writes;

    Code(boolean constructs, String descriptor) {
      super(Opcodes.ASM9);
      this.constructs = constructs;
      this.others = mentions(descriptor);
    }

    private boolean mentions(String descriptor) {
      return descriptor.contains('L' + owner + ';');
    }

    @Override
    public void visitFieldInsn(int opcode, String of, String name, String descriptor) {
      if (opcode == Opcodes.PUTFIELD && of.equals(owner) && name.equals(field)) {
        writes = true;
      } else {
        others |= mentions(descriptor);
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String of, String name, String descriptor, boolean isInterface) {
      others |= mentions(descriptor.substring(descriptor.indexOf(')')));
    }

    @Override
    public void visitTypeInsn(int opcode, String other) {
      others |= other.equals(owner) && opcode != Opcodes.INSTANCEOF;
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      others |= mentions(descriptor.substring(descriptor.indexOf(')')));
      for (Object argument : arguments) {
        mayChange |=
            argument instanceof Handle && ((Handle) argument).getTag() == Opcodes.H_PUTFIELD;
      }
    }

    @Override
    public void visitLdcInsn(Object value) {
      mayChange |= field.equals(value); // as a name, to find it by
    }

    @Override
    public void visitEnd() {
      mayChange |= writes && (!constructs || others);
    }
  }
}
