package io.offtake;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SliceRule;
import io.offtake.work.job.Round;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;

/// The dependency rule: values go forward, the core knows no framework.
@AnalyzeClasses(packages = "io.offtake", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  /// Packages that speak to a framework; all others are the core.
  private static final String[] SHELL = {
    "..store..", "..client..", "..job..", "..form..", "io.offtake.access..", "io.offtake.alerting..", "io.offtake.answer..",
    "io.offtake.fetching..", "io.offtake.intake..", "io.offtake.replay..", "io.offtake.rest..", "io.offtake.platform..",
    "io.offtake.api.."
  };

  private static final String[] READERS = {"io.offtake.document..", "io.offtake.publisher.."};

  /// A slice for each file of ours, with the classes in it; the generated types are nobody's care.
  private static final SliceAssignment FILES = new SliceAssignment() {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return type.getPackageName().startsWith("io.offtake.api")
          ? SliceIdentifier.ignore()
          : SliceIdentifier.of(fileOf(type));
    }

    @Override
    public String getDescription() {
      return "each file";
    }
  };

  @ArchTest
  static final ArchRule theCoreImportsNoFramework =
      noClasses().that(not(resideInAnyPackage(SHELL)).and(not(resideInAnyPackage(READERS))))
          .should().dependOnClassesThat().resideInAnyPackage(
              "jakarta..", "io.quarkus..", "io.smallrye..", "org.hibernate..", "org.jboss..", "com.fasterxml..",
              "org.eclipse.microprofile..")
          .because("pairing, pace, projection and verdict must run in a plain unit test");

  @ArchTest
  static final ArchRule paceVerdictAndAlertsAskAnyProgress =
      noClasses().that().resideInAnyPackage("io.offtake.pace..", "io.offtake.verdict..", "io.offtake.alert..")
          .should().dependOnClassesThat().haveFullyQualifiedName("io.offtake.pairing.Pairing")
          .because("a sum, a value or a rise over a baseline comes in without touching them");

  /// What has more parts is several things.
  private static final int MOST_PARTS = 15;

  @ArchTest
  static final ArchRule aRecordHasFewParts =
      noClasses().that(describe("are records", JavaClass::isRecord)).and().resideOutsideOfPackage("io.offtake.api..")
          .should(ArchCondition.from(describe("of more than %d components".formatted(MOST_PARTS), (JavaClass type) ->
              type.getFields().stream().filter(field -> !field.getModifiers().contains(JavaModifier.STATIC)).count() > MOST_PARTS)))
          .because("more is a table, and hides which belong together");

  @ArchTest
  static final ArchRule readersKnowOfJacksonOnlyTheStream =
      noClasses().that(not(resideInAnyPackage(SHELL)).and(resideInAnyPackage(READERS)))
          .should().dependOnClassesThat(
              resideInAnyPackage("jakarta..", "io.quarkus..", "io.smallrye..", "org.hibernate..", "org.jboss..",
                  "org.eclipse.microprofile..", "com.fasterxml..")
                  .and(not(resideInAPackage("com.fasterxml.jackson.core.."))))
          .because("a reader is a pure function from bytes to rows");

  @ArchTest
  static final ArchRule statisticsAreForPaceAndProjection =
      noClasses().that().resideOutsideOfPackages("io.offtake.projection..", "io.offtake.pace..")
          .should().dependOnClassesThat().resideInAnyPackage(
              "org.apache.commons.math3..", "org.apache.commons.statistics..", "org.apache.commons.rng..");

  @ArchTest
  static final ArchRule generatedTypesStopAtTheEdge =
      noClasses().that().resideOutsideOfPackages("io.offtake.rest..", "io.offtake.api..")
          .should().dependOnClassesThat().resideInAPackage("io.offtake.api..");

  @ArchTest
  static final ArchRule entitiesStayInTheStore =
      classes().that().areAnnotatedWith(Entity.class)
          .should().bePackagePrivate().andShould().resideInAPackage("..store");

  @ArchTest
  static final ArchRule timeIsHandedIn =
      noClasses().that().resideOutsideOfPackage("io.offtake.platform..")
          .should().callMethodWhere(describe("asks a clock that it is not given", ArchitectureTest::asksAClock))
          .orShould().callConstructor(Date.class)
          .because("every answer must be repeatable for any day");

  @ArchTest
  static final ArchRule theCoreDrawsNothing =
      noClasses().that(not(resideInAnyPackage(SHELL)))
          .should().callMethodWhere(describe("draws what no seed repeats", ArchitectureTest::draws))
          .orShould().callConstructor(Random.class)
          .orShould().callConstructor(SplittableRandom.class)
          .orShould().callConstructor(SecureRandom.class)
          .because("the same figures must give the same answer; ids and seeds are handed in");

  @ArchTest
  static final ArchRule whatRunsAgainAndAgainEndsBeforeItsDatabase =
      methods().that().areAnnotatedWith(Scheduled.class).should().beAnnotatedWith(Round.class)
          .because("a stop waits for rounds, and for nothing else");

  @ArchTest
  static final ArchRule timesHaveAZone =
      noClasses().that().resideOutsideOfPackages(READERS)
          .should().dependOnClassesThat().areAssignableTo(LocalDateTime.class)
          .because("an instant is UTC; only readers meet a publisher's naive timestamps");

  @ArchTest
  static final ArchRule collaboratorsAreConstructorArguments =
      fields().should().notBeAnnotatedWith(Inject.class);

  @ArchTest
  static final ArchRule nobodyImportsThePlatform =
      noClasses().that().resideOutsideOfPackage("io.offtake.platform..")
          .should().dependOnClassesThat().resideInAPackage("io.offtake.platform..");

  @ArchTest
  static final ArchRule featuresFormNoCycle =
      slices().matching("io.offtake.(*)..").should().beFreeOfCycles();

  /// Rings that were there when this was first asked, each by one dependency that closes it. The list only shrinks.
  private static final Map<String, String> RINGS_LEFT = Map.of(
      "io.offtake.answer.Assessments", "io.offtake.answer.Answers",
      "io.offtake.answer.Weight", "io.offtake.answer.Assessments",
      "io.offtake.outbox.Subscription", "io.offtake.outbox.Masked",
      "io.offtake.pairing.Season", "io.offtake.pairing.Pairing");

  @ArchTest
  static final ArchRule classesFormNoRing = freeOfRings();

  @ArchTest
  static void noRingThatIsGoneIsStillListed(JavaClasses all) {
    assertThat(RINGS_LEFT).allSatisfy((from, to) -> assertThat(all.stream()
        .filter(isOf(from))
        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
        .anyMatch(dependency -> isOf(to).test(dependency.getTargetClass())))
        .as("take the dependency of %s on %s off the list", from, to).isTrue());
  }

  private static ArchRule freeOfRings() {
    SliceRule rule = slices().assignedFrom(FILES).should().beFreeOfCycles();
    for (var left : RINGS_LEFT.entrySet()) {
      rule = rule.ignoreDependency(isOf(left.getKey()), isOf(left.getValue()));
    }
    return rule;
  }

  private static boolean asksAClock(JavaMethodCall call) {
    String owner = call.getTargetOwner().getName();
    String method = call.getName();
    boolean handedIn = call.getTarget().getRawParameterTypes().stream()
        .anyMatch(type -> type.isEquivalentTo(Clock.class));
    return owner.startsWith("java.time.") && method.equals("now") && !handedIn
        || owner.equals("java.time.Clock") && (method.startsWith("system") || method.startsWith("tick") && !handedIn)
        || owner.equals("java.lang.System") && method.equals("currentTimeMillis");
  }

  private static boolean draws(JavaMethodCall call) {
    String owner = call.getTargetOwner().getName();
    String method = call.getName();
    return owner.equals("java.util.UUID") && method.equals("randomUUID")
        || owner.equals("java.lang.Math") && method.equals("random")
        || owner.equals("java.util.Collections") && method.equals("shuffle")
            && call.getTarget().getRawParameterTypes().size() == 1
        || owner.equals("java.util.concurrent.ThreadLocalRandom") && method.equals("current")
        || owner.equals("java.util.random.RandomGenerator") && (method.equals("getDefault") || method.equals("of"));
  }

  private static DescribedPredicate<JavaClass> isOf(String file) {
    return describe(file, type -> fileOf(type).equals(file));
  }

  /// The name of the outermost class.
  private static String fileOf(JavaClass type) {
    return type.getName().split("\\$", 2)[0];
  }
}
