package dev.tideway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What an object of Tideway can reach, read from the compiled classes by rapid type analysis: a call through an interface or a superclass reaches the methods of those classes only that
 * reachable code makes. The body of a lambda counts as called where the lambda is made, and a method that overrides one of a library where its object is made, since the library may call
 * it. Records of a sealed interface count as made, since Jackson makes them. Other calls by reflection are not seen.
 */
final class CallGraph {
  private static final String OWN = "dev.tideway.";
  private static final Map<String, ClassModel> MODELS = new HashMap<>();

  private final Predicate<String> watched;
  private final Deque<Method> waiting = new ArrayDeque<>();
  private final Set<Method> reached = new HashSet<>();
  private final Set<Method> sites = new HashSet<>();
  private final Set<Class<?>> made = new HashSet<>();
  private final Set<Class<?>> initialized = new HashSet<>();
  private final Set<Call> calls = new HashSet<>();

  /**
   * A method.
   *
   * @param owner the class that a call names, which may inherit the method
   * @param name {@code <init>} for a constructor
   * @param descriptor parameters and result, as in a class file
   */
  private record Method(String owner, String name, String descriptor) {}

  /**
   * A call on an object of a watched type.
   *
   * @param owner the type
   * @param name the method
   */
  record Call(String owner, String name) {}

  private CallGraph(Predicate<String> watched) {
    this.watched = watched;
  }

  /**
   * Every call on an object of a watched type that making an object and calling one of its methods can reach.
   *
   * @param type the object's class, made by its constructor without parameters
   * @param method the method, which the class may inherit
   * @param watched whether a type of that name is watched
   */
  static Set<Call> calls(Class<?> type, java.lang.reflect.Method method, Predicate<String> watched) {
    CallGraph graph = new CallGraph(watched);
    graph.make(type);
    graph.reach(new Method(type.getName(), "<init>", "()V"));
    graph.reach(new Method(type.getName(), method.getName(), descriptor(method)));
    while (!graph.waiting.isEmpty()) {
      graph.follow(graph.waiting.remove());
    }
    return graph.calls;
  }

  private void follow(Method method) {
    for (CodeElement element : code(method).orElseThrow()) {
      switch (element) {
        case NewObjectInstruction i -> make(name(i.className().asSymbol()));
        case FieldInstruction i -> initialize(name(i.owner().asSymbol()));
        case InvokeInstruction i -> {
          Method callee = new Method(name(i.owner().asSymbol()), i.name().stringValue(), i.typeSymbol().descriptorString());
          switch (i.opcode()) {
            case INVOKESTATIC -> callStatic(callee);
            case INVOKESPECIAL -> reach(callee);
            default -> call(callee);
          }
        }
        case InvokeDynamicInstruction i ->
            i.bootstrapArgs().stream()
                .filter(DirectMethodHandleDesc.class::isInstance)
                .map(DirectMethodHandleDesc.class::cast)
                .forEach(this::refer);
        default -> {}
      }
    }
  }

  /** A lambda's body, or the two sides of a method reference. */
  private void refer(DirectMethodHandleDesc handle) {
    Method callee = new Method(name(handle.owner()), handle.methodName(), handle.lookupDescriptor());
    switch (handle.kind()) {
      case STATIC, INTERFACE_STATIC -> callStatic(callee);
      case SPECIAL, INTERFACE_SPECIAL -> reach(callee);
      case VIRTUAL, INTERFACE_VIRTUAL -> call(callee);
      case CONSTRUCTOR -> {
        make(callee.owner());
        reach(callee);
      }
      default -> initialize(callee.owner());
    }
  }

  private void callStatic(Method callee) {
    initialize(callee.owner());
    reach(callee);
  }

  private void call(Method callee) {
    if (watched.test(callee.owner())) {
      calls.add(new Call(callee.owner(), callee.name()));
    }
    if (own(callee.owner()) && sites.add(callee)) {
      Class<?> owner = load(callee.owner());
      initialize(callee.owner());
      if (owner.isInterface()) {
        // a lambda has the default methods of its interface
        reach(callee);
      }
      Stream.concat(made.stream().filter(owner::isAssignableFrom), stored(owner)).toList().forEach(type -> reach(on(type, callee)));
    }
  }

  private void make(String type) {
    if (own(type)) {
      make(load(type));
    }
  }

  private void make(Class<?> type) {
    if (made.add(type)) {
      initialize(type.getName());
      sites.stream().filter(site -> load(site.owner()).isAssignableFrom(type)).toList().forEach(site -> reach(on(type, site)));
      supertypes(type)
          .filter(library -> !own(library.getName()))
          .flatMap(library -> Arrays.stream(library.getDeclaredMethods()))
          .forEach(method -> reach(new Method(type.getName(), method.getName(), descriptor(method))));
    }
  }

  private void initialize(String type) {
    if (own(type) && initialized.add(load(type))) {
      supertypes(load(type)).filter(above -> own(above.getName())).map(above -> new Method(above.getName(), "<clinit>", "()V")).forEach(this::reach);
    }
  }

  /** Follows the method that the class declares or inherits. */
  private void reach(Method method) {
    if (own(method.owner())) {
      Class<?> type = load(method.owner());
      (method.name().startsWith("<") ? Stream.of(type) : supertypes(type))
          .filter(above -> own(above.getName()))
          .map(above -> on(above, method))
          .filter(found -> code(found).isPresent())
          .findFirst()
          .filter(reached::add)
          .ifPresent(waiting::add);
    }
  }

  private static Method on(Class<?> type, Method method) {
    return new Method(type.getName(), method.name(), method.descriptor());
  }

  /** Types that an object of that type may have although no code creates them: records. */
  private static Stream<Class<?>> stored(Class<?> type) {
    return type.isRecord() ? Stream.of(type) : Stream.ofNullable(type.getPermittedSubclasses()).flatMap(Arrays::stream).flatMap(CallGraph::stored);
  }

  /** The type, its superclasses, then all their interfaces: the order in which a method is searched. */
  private static Stream<Class<?>> supertypes(Class<?> type) {
    List<Class<?>> classes = Stream.<Class<?>>iterate(type, above -> above != null, Class::getSuperclass).toList();
    return Stream.concat(classes.stream(), classes.stream().flatMap(CallGraph::interfaces)).distinct();
  }

  private static Stream<Class<?>> interfaces(Class<?> type) {
    return Arrays.stream(type.getInterfaces()).flatMap(each -> Stream.concat(Stream.of(each), interfaces(each)));
  }

  private static Optional<CodeModel> code(Method method) {
    return MODELS.computeIfAbsent(method.owner(), CallGraph::parse).methods().stream()
        .filter(each -> each.methodName().equalsString(method.name()) && each.methodType().equalsString(method.descriptor()))
        .findFirst()
        .flatMap(MethodModel::code);
  }

  private static ClassModel parse(String type) {
    try (InputStream in = load(type).getResourceAsStream("/" + type.replace('.', '/') + ".class")) {
      return ClassFile.of().parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String type) {
    try {
      return Class.forName(type, false, CallGraph.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError("a class that another one names is not there: " + type, e);
    }
  }

  private static String name(ClassDesc type) {
    return type.isClassOrInterface() ? type.descriptorString().substring(1, type.descriptorString().length() - 1).replace('/', '.') : type.displayName();
  }

  private static String descriptor(java.lang.reflect.Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes()).descriptorString();
  }

  private static boolean own(String type) {
    return type.startsWith(OWN);
  }
}
