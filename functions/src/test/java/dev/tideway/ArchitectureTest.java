package dev.tideway;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.tideway.aws.Platform;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The shape of functions/, with the reason for each rule. */
@AnalyzeClasses(packages = "dev.tideway", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final Set<String> PHASES = Set.of("preflight", "schema", "replication", "waiting", "verify", "cutover", "notify", "report");

  @ArchTest
  static final ArchRule onlyHandlersKnowLambda =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Function")
          .should()
          .dependOnClassesThat(resideInAnyPackage("com.amazonaws.."))
          .because("the work must run in a test and on a laptop: put it into a class of its own and let the *Function call it");

  @ArchTest
  static final ArchRule onlySomePackagesKnowTheSdk =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.tideway.aws..", "dev.tideway.replication..", "dev.tideway.waiting..", "dev.tideway.notify..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("software.amazon.awssdk.."))
          .because("the other phases run inside a VPC or need no AWS: use ObjectStore, SecretReader or Locks of package aws");

  @ArchTest
  static final ArchRule phasesShareOnlyWhatTheyPublish =
      classes()
          .that()
          .resideInAnyPackage(PHASES.stream().map(p -> "dev.tideway." + p).toArray(String[]::new))
          .should(useOnlyRecordsOfOtherPhases())
          .because("a phase publishes records; what computes them is its own affair: publish a record, or move the class to a support package");

  @ArchTest
  static final ArchRule nothingGoesInCircles =
      slices().matching("dev.tideway.(*)..").should().beFreeOfCycles().because("a package that needs its user cannot be understood alone: move what both need");

  @ArchTest
  static final ArchRule logsInsteadOfStandardStreams =
      NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because("CloudWatch gets levels and names through slf4j: use a Logger");

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

  private static ArchCondition<JavaClass> useOnlyRecordsOfOtherPhases() {
    return new ArchCondition<>("use only public records, enums and interfaces of other phases") {
      @Override
      public void check(JavaClass origin, ConditionEvents events) {
        for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass();
          String phase = phase(target);
          if (!phase.isEmpty() && !phase.equals(phase(origin)) && !published(target)) {
            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static boolean published(JavaClass type) {
    return type.isRecord() || type.isEnum() || type.isInterface();
  }

  private static String phase(JavaClass type) {
    String name = type.getPackageName().replaceFirst("^dev\\.tideway\\.", "");
    return PHASES.contains(name) ? name : "";
  }
}
