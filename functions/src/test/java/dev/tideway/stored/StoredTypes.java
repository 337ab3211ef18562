package dev.tideway.stored;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The types that the sources write to the store and to the table and read back, as the compiler resolves them. */
final class StoredTypes {
  private static final String STORE = "dev.tideway.aws.ObjectStore";
  private static final String WORKSPACE = "dev.tideway.run.Workspace";
  private static final String STORED = "dev.tideway.aws.Stored";
  private static final String TABLE = "software.amazon.awssdk.services.dynamodb.DynamoDbClient";

  private final Set<String> types = new TreeSet<>();
  private final Set<String> writersOfItems = new TreeSet<>();

  private StoredTypes() {}

  static StoredTypes find(Path sources) {
    StoredTypes found = new StoredTypes();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> paths = Files.walk(sources)) {
      List<Path> java = paths.filter(p -> p.toString().endsWith(".java")).toList();
      List<String> options = List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
      JavacTask task = (JavacTask) compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(java));
      List<CompilationUnitTree> units = new ArrayList<>();
      task.parse().forEach(units::add);
      task.analyze();
      Scan scan = found.new Scan(task);
      units.forEach(unit -> scan.scan(new TreePath(unit), null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** Names that {@link com.fasterxml.jackson.databind.type.TypeFactory#constructFromCanonical} understands. */
  Set<String> types() {
    return types;
  }

  /** Classes that put items into the table. */
  Set<String> writersOfItems() {
    return writersOfItems;
  }

  private final class Scan extends TreePathScanner<Void, Void> {
    private final JavacTask task;
    private final Trees trees;

    Scan(JavacTask task) {
      this.task = task;
      this.trees = Trees.instance(task);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
      if (trees.getElement(new TreePath(getCurrentPath(), call.getMethodSelect())) instanceof ExecutableElement method) {
        String owner = ((TypeElement) method.getEnclosingElement()).getQualifiedName().toString();
        String name = method.getSimpleName().toString();
        String here = trees.getScope(getCurrentPath()).getEnclosingClass().getQualifiedName().toString();
        if (owner.equals(WORKSPACE) && Set.of("find", "read", "write").contains(name) && type(call, 0) instanceof DeclaredType file && !file.getTypeArguments().isEmpty()) {
          add(file.getTypeArguments().getFirst());
        } else if (owner.equals(STORE) && name.equals("putJson")) {
          add(type(call, 1));
        } else if ((owner.equals(STORE) && Set.of("find", "read").contains(name)) || (owner.equals(STORED) && name.equals("read"))) {
          add(((DeclaredType) type(call, call.getArguments().size() - 1)).getTypeArguments().getFirst());
        } else if (owner.equals(TABLE) && name.equals("putItem")) {
          writersOfItems.add(here.substring(here.lastIndexOf('.') + 1));
        }
      }
      return super.visitMethodInvocation(call, null);
    }

    private TypeMirror type(MethodInvocationTree call, int argument) {
      return trees.getTypeMirror(new TreePath(getCurrentPath(), call.getArguments().get(argument)));
    }

    private void add(TypeMirror type) {
      if (type.getKind() == TypeKind.TYPEVAR) {
        // the type is written where the generic method is called
        return;
      }
      String name = canonical(type);
      // a different class writes a tree with its own type
      if (!name.endsWith("JsonNode")) {
        types.add(name);
      }
    }

    private String canonical(TypeMirror type) {
      DeclaredType declared = (DeclaredType) type;
      Element element = declared.asElement();
      String name = task.getElements().getBinaryName((TypeElement) element).toString();
      if (declared.getTypeArguments().isEmpty()) {
        return name;
      }
      String plain = name.replaceFirst("\\.(Tree|LinkedHash|Hash)Map$", ".Map").replaceFirst("\\.ArrayList$", ".List");
      return plain + declared.getTypeArguments().stream().map(this::canonical).collect(Collectors.joining(",", "<", ">"));
    }
  }
}
