package io.poolingagent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads the byte code of a class for anything but its fields and arguments that its methods may go
 * by: a static that can change, the thread, or code of others, which may go by either.
 * Constructors, and static methods that nobody but those who make an instance calls, do not count:
 * what they come to is in the fields.
 */
final class FieldsAlone {
  /** They are told, and answer nothing that matters. */
  private static final Set<String> LISTENERS =
      set(
          "java/util/logging/Logger",
          "org/slf4j/Logger",
          "org/apache/commons/logging/Log",
          "org/apache/log4j/Logger",
          "org/apache/logging/log4j/Logger",
          "kotlin/jvm/internal/Intrinsics");

  /** By these a method finds out who calls it, or calls what its byte code does not say. */
  private static final Set<String> OF_CALLERS =
      set(
          "java/lang/Thread",
          "java/lang/ThreadLocal",
          "java/lang/InheritableThreadLocal",
          "java/lang/StackWalker",
          "java/security/AccessController",
          "javax/security/auth/Subject");

  private static final Set<String> CONSTANTS =
      set("Z", "B", "C", "S", "I", "J", "F", "D", "Ljava/lang/String;", "[Ljava/lang/String;");

  /** The class, and what it inherits from but for the JDK's, by name. */
  private final Map<String, Class<?>> own = new HashMap<>();

  /** Its static methods, by name and descriptor: only those count that the others call. */
  private final Map<String, List<Code>> statics = new HashMap<>();

  /** What is to be looked at: at first all other methods. */
  private final Deque<Code> reached = new ArrayDeque<>();

  private FieldsAlone(Class<?> type) {
    inherit(type);
  }

  private void inherit(@Nullable Class<?> type) {
    if (type != null && !isOfJdk(Type.getInternalName(type))) {
      own.put(Type.getInternalName(type), type);
      inherit(type.getSuperclass());
      for (Class<?> each : type.getInterfaces()) {
        inherit(each);
      }
    }
  }

  /** See {@link io.poolingagent.tls.FieldUse}. */
  static boolean goesByFieldsAlone(Class<?> type) {
    try {
      return new FieldsAlone(type).isProved();
    } catch (IOException | RuntimeException | LinkageError unreadable) {
      return false;
    }
  }

  private boolean isProved() throws IOException {
    for (Map.Entry<String, Class<?>> each : own.entrySet()) {
      ClassLoader loader = each.getValue().getClassLoader();
      String resource = each.getKey() + ".class";
      try (InputStream in = loader == null ? null : loader.getResourceAsStream(resource)) {
        if (in == null) {
          return false; // made at run time, as for a lambda: its code is not known
        }
        new ClassReader(ClassFiles.read(in))
            .accept(new Methods(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      }
    }
    Code code = reached.poll();
    while (code != null && !code.found) {
      for (String called : code.calls) {
        List<Code> unseen = statics.remove(called);
        reached.addAll(unseen == null ? Collections.<Code>emptyList() : unseen);
      }
      code = reached.poll();
    }
    return code == null;
  }

  private static Set<String> set(String... names) {
    return Collections.unmodifiableSet(new HashSet<>(Arrays.asList(names)));
  }

  private static boolean isOfJdk(String owner) {
    return owner.startsWith("java/") || owner.startsWith("javax/net/");
  }

  /** What a factory for Commons HttpClient is handed, and answers with: no code of applications. */
  private static boolean isOfLibrary(String owner) {
    return owner.startsWith("org/apache/commons/httpclient/");
  }

  private boolean isConstant(String owner, String name, String descriptor) {
    Class<?> declaring = own.get(owner);
    try {
      return declaring != null
          && CONSTANTS.contains(descriptor)
          && Modifier.isFinal(declaring.getDeclaredField(name).getModifiers());
    } catch (NoSuchFieldException inherited) {
      return false;
    }
  }

  private final class Methods extends ClassVisitor {
    Methods() {
      super(Opcodes.ASM9);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if (name.startsWith("<")) {
        return null;
      }
      Code code = new Code((access & Opcodes.ACC_NATIVE) != 0);
      if ((access & Opcodes.ACC_STATIC) == 0) {
        reached.add(code);
      } else {
        statics.computeIfAbsent(name + descriptor, any -> new ArrayList<>(1)).add(code);
      }
      return code;
    }
  }

  private final class Code extends MethodVisitor {
    /** Of its own class, by name and descriptor. */
    final List<String> calls = new ArrayList<>();

    /** Whether it goes by anything else. */
    boolean found;

    Code(boolean unknown) {
      super(Opcodes.ASM9);
      this.found = unknown;
    }

    private void calls(String owner, String name, String descriptor) {
      if (own.containsKey(owner)) {
        calls.add(name + descriptor);
      }
      found |=
          owner.startsWith("java/lang/invoke/")
              || owner.startsWith("java/lang/reflect/")
              || name.equals("getDefault") // such as SSLContext's, which an application may replace
              || OF_CALLERS.contains(owner)
              || !(isOfJdk(owner)
                  || isOfLibrary(owner)
                  || owner.startsWith("[")
                  || own.containsKey(owner)
                  || LISTENERS.contains(owner));
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      found |=
          opcode == Opcodes.GETSTATIC
              && !isOfJdk(owner)
              && !LISTENERS.contains(Type.getType(descriptor).getInternalName())
              && !isConstant(owner, name, descriptor);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      calls(owner, name, descriptor);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      found |= opcode == Opcodes.NEW && own.containsKey(type); // by a constructor, not read
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      found |= !isOfJdk(bootstrap.getOwner());
      for (Object argument : arguments) {
        if (argument instanceof Handle) {
          Handle handle = (Handle) argument;
          calls(handle.getOwner(), handle.getName(), handle.getDesc());
        }
      }
    }
  }
}
