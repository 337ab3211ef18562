package dev.tideway;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.tideway.aws.ObjectStore;
import dev.tideway.run.Platform;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The shape of functions/, with the reason for each rule. */
@AnalyzeClasses(packages = "dev.tideway", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final Pattern ROOM = Pattern.compile("^dev\\.tideway\\.(\\w+)");
  private static final Pattern ARROW = Pattern.compile("\\w+ --> \\w+");

  /** Packages that every package may use, and that use no package outside this list. */
  private static final Set<String> CORE = Set.of("error", "json", "jdbc", "aws", "html", "run", "model");

  @ArchTest
  static final ArchRule onlyHandlersDependOnLambda =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tideway.lambda..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("com.amazonaws..", "software.amazon.lambda..", "dev.tideway.lambda.."))
          .because("the work must run in a test and on a laptop: put it into a room of its own and let a handler call it. Log with slf4j; figures are an answer that is Measured");

  @ArchTest
  static final ArchRule onlySomeRoomsDependOnTheSdk =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.tideway.aws", "dev.tideway.run", "dev.tideway.dms", "dev.tideway.plan.account", "dev.tideway.waiting", "dev.tideway.operations", "dev.tideway.lambda")
          .should()
          .dependOnClassesThat(resideInAnyPackage("software.amazon.awssdk.."))
          .because("the other rooms run inside a VPC or need no AWS: use ObjectStore, SecretReader or Locks");

  @ArchTest
  static final ArchRule theCoreDependsOnNoRoom =
      classes()
          .that(describe("belong to the core", type -> CORE.contains(room(type))))
          .should(dependOnlyOnRoomsThat("belong to the core", (origin, target) -> CORE.contains(room(target))))
          .because("what everybody uses must be understood without its users: move what it needs into the core, or it out of there");

  @ArchTest
  static final ArchRule subsystemsShareOnlyWhatTheyPublish =
      classes()
          .that(describe("belong to a subsystem", type -> !CORE.contains(room(type)) && !room(type).equals("lambda")))
          .should(
              dependOnlyOnRoomsThat(
                  "are the core, or publish a record, an enum or an interface",
                  (origin, target) -> CORE.contains(room(target)) || room(target).equals(room(origin)) || published(target)))
          .because("a subsystem publishes records; what computes them is its own affair: publish a record, or move the class to the core");

  @ArchTest
  static void thePictureOfTheRoomsIsTrue(JavaClasses classes) {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : classes) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String from = room(type);
        String to = room(dependency.getTargetClass());
        boolean drawn = !from.equals("lambda") && (CORE.contains(from) || !CORE.contains(to));
        if (drawn && !to.isEmpty() && !from.equals(to) && !from.isEmpty()) {
          found.add(from + " --> " + to);
        }
      }
    }
    Set<String> picture = new TreeSet<>(ARROW.matcher(Repository.text("docs/architecture.md")).results().map(MatchResult::group).toList());
    assertThat(picture).as("the arrows of docs/architecture.md, against the imports").isEqualTo(found);
  }

  @ArchTest
  static final ArchRule nothingGoesInCircles =
      slices().matching("dev.tideway.(*)..").should().beFreeOfCycles().because("a package that needs its user cannot be understood alone: move what both need");

  @ArchTest
  static final ArchRule filesAreReachedThroughTheWorkspace =
      noClasses()
          .that(describe("are not the workspace", type -> !Set.of("Workspace", "ValidateHandler", "BatchFailures").contains(type.getSimpleName())))
          .and()
          .areNotAssignableTo(ObjectStore.class)
          .should()
          .callMethodWhere(
              describe(
                  "reads or writes an object by its key",
                  call -> call.getTargetOwner().isAssignableTo(ObjectStore.class) && Set.of("putJson", "put", "read", "find").contains(call.getName())))
          .because(
              "a file's name and type stand once, in its Artifact: use Workspace (ValidateHandler writes before there is a run, BatchFailures reads what Step Functions has written)");

  @ArchTest
  static final ArchRule threadsInheritWhatLogLinesAreAbout =
      noClasses()
          .should()
          .callMethodWhere(describe("starts a parallel stream", call -> call.getTargetOwner().getPackageName().startsWith("java.util") && Set.of("parallelStream", "parallel").contains(call.getName())))
          .because("the threads of the common pool have no log context, so that their lines name no migration: use an executor that starts threads");

  @ArchTest
  static final ArchRule logsInsteadOfStandardStreams =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tideway.lambda.logs")
          .should(ACCESS_STANDARD_STREAMS)
          .because("CloudWatch gets levels, names and what a line is about through slf4j: use a Logger");

  @ArchTest
  static final ArchRule timesHaveMilliseconds =
      noClasses()
          .that()
          .areNotAssignableTo(Platform.class)
          .should()
          .accessTargetWhere(
              describe(
                  "tells the time to the nanosecond",
                  access ->
                      (access.getTargetOwner().isEquivalentTo(Instant.class) && access.getName().equals("now"))
                          || (access.getTargetOwner().isEquivalentTo(Clock.class) && access.getName().startsWith("system"))))
          .because("times travel into the state machine, whose $toMillis may not take more digits: use Platform.clock()");

  @ArchTest
  static final ArchRule copiesOfRecordsAreGenerated =
      noMethods()
          .that()
          .areDeclaredInClassesThat(describe("are records", JavaClass::isRecord))
          .and()
          .areNotStatic()
          .should()
          .haveNameMatching("with([A-Z].*)?")
          .because("a copy written by hand names every component: make the record a @RecordBuilder. What does more than copy has a name of its own");

  private static ArchCondition<JavaClass> dependOnlyOnRoomsThat(String what, BiPredicate<JavaClass, JavaClass> allowed) {
    return new ArchCondition<>("depend only on rooms that " + what) {
      @Override
      public void check(JavaClass origin, ConditionEvents events) {
        for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass();
          if (!room(target).isEmpty() && !allowed.test(origin, target)) {
            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static boolean published(JavaClass type) {
    return type.isRecord() || type.isEnum() || type.isInterface();
  }

  /** The first package below dev.tideway; empty for a class that is not Tideway's. */
  private static String room(JavaClass type) {
    Matcher room = ROOM.matcher(type.getPackageName());
    return room.find() ? room.group(1) : "";
  }
}
