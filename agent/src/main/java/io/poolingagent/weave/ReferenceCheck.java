package io.poolingagent.weave;

import io.poolingagent.client.Client;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Reads an adapter's byte code and looks up every class, method and field of the library that it
 * refers to, so that a library which lacks one of them is left alone instead of failing with a
 * {@link LinkageError} in the middle of a request.
 */
final class ReferenceCheck {
  private static final int API = Opcodes.ASM9;

  private final String clientPackage;
  private final TypePool library;
  private final Deque<String> toRead = new ArrayDeque<>();
  private final Set<String> seen = new HashSet<>();
  private @Nullable String broken;

  private ReferenceCheck(String clientPackage, TypePool library) {
    this.clientPackage = clientPackage.replace('.', '/') + "/";
    this.library = library;
  }

  /** The first reference of a client's {@code Adapter} that the library does not have, or null. */
  static @Nullable String firstBroken(Client client, TypePool library) {
    ReferenceCheck check = new ReferenceCheck(client.clientPackage(), library);
    check.type(client.adapterPackage().replace('.', '/') + "/Adapter");
    while (check.broken == null && !check.toRead.isEmpty()) {
      check.read(check.toRead.removeFirst());
    }
    return check.broken;
  }

  private void read(String adapterClass) {
    try {
      new ClassReader(ClassFiles.read(adapterClass.replace('/', '.')))
          .accept(new References(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    } catch (IOException unreadable) {
      broken = unreadable.toString();
    }
  }

  /** Notes a class by its internal name; answers whether it is one of the library's. */
  private boolean type(String internalName) {
    if (internalName.startsWith("[")) {
      descriptor(internalName);
      return false;
    }
    if (internalName.startsWith(clientPackage)) {
      if (seen.add(internalName)) {
        toRead.add(internalName);
      }
      return false;
    }
    if (internalName.startsWith("java/")
        || internalName.startsWith("javax/")
        || internalName.startsWith("io/poolingagent/")
        || internalName.startsWith("org/jspecify/")) {
      return false;
    }
    if (seen.add(internalName) && !library.describe(internalName.replace('/', '.')).isResolved()) {
      broken = "class " + internalName.replace('/', '.');
    }
    return broken == null;
  }

  private void descriptor(String descriptor) {
    Type type = Type.getType(descriptor);
    if (type.getSort() == Type.METHOD) {
      descriptor(type.getReturnType().getDescriptor());
      for (Type argument : type.getArgumentTypes()) {
        descriptor(argument.getDescriptor());
      }
    } else if (type.getSort() == Type.ARRAY) {
      descriptor(type.getElementType().getDescriptor());
    } else if (type.getSort() == Type.OBJECT) {
      type(type.getInternalName());
    }
  }

  private void member(String owner, String name, String descriptor, boolean method) {
    descriptor(descriptor);
    if (!type(owner) || !seen.add(owner + "." + name + descriptor)) {
      return;
    }
    if (!declares(library.describe(owner.replace('/', '.')).resolve(), name, descriptor, method)) {
      broken = owner.replace('/', '.') + "." + name + descriptor;
    }
  }

  private static boolean declares(
      TypeDescription type, String name, String descriptor, boolean method) {
    for (TypeDefinition at = type; at != null; at = at.getSuperClass()) {
      if (method
          ? at.getDeclaredMethods().stream()
              .anyMatch(
                  m ->
                      m.getInternalName().equals(name)
                          && m.asDefined().getDescriptor().equals(descriptor))
          : at.getDeclaredFields().stream()
              .anyMatch(
                  f ->
                      f.getName().equals(name)
                          && f.asDefined().getDescriptor().equals(descriptor))) {
        return true;
      }
      for (TypeDefinition implemented : at.getInterfaces()) {
        if (declares(implemented.asErasure(), name, descriptor, method)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Collects references; what annotations mention is not needed at run time. */
  private final class References extends ClassVisitor {
    References() {
      super(API);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      if (superName != null) {
        type(superName);
      }
      if (interfaces != null) {
        for (String implemented : interfaces) {
          type(implemented);
        }
      }
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      descriptor(descriptor);
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      descriptor(descriptor);
      return new MethodVisitor(API) {
        @Override
        public void visitTypeInsn(int opcode, String type) {
          type(type);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
          member(owner, name, descriptor, false);
        }

        @Override
        public void visitMethodInsn(
            int opcode, String owner, String name, String descriptor, boolean isInterface) {
          member(owner, name, descriptor, true);
        }

        @Override
        public void visitInvokeDynamicInsn(
            String name, String descriptor, Handle bootstrap, Object... arguments) {
          descriptor(descriptor);
          for (Object argument : arguments) {
            if (argument instanceof Handle) {
              Handle handle = (Handle) argument;
              member(
                  handle.getOwner(),
                  handle.getName(),
                  handle.getDesc(),
                  handle.getTag() >= Opcodes.H_INVOKEVIRTUAL);
            }
          }
        }

        @Override
        public void visitLdcInsn(Object value) {
          if (value instanceof Type) {
            descriptor(((Type) value).getDescriptor());
          }
        }
      };
    }
  }
}
