package io.offtake;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Random;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
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

  @ArchTest
  static final ArchRule theCoreImportsNoFramework =
      noClasses().that(not(resideInAnyPackage(SHELL)).and(not(resideInAnyPackage(READERS))))
          .should().dependOnClassesThat().resideInAnyPackage(
              "jakarta..", "io.quarkus..", "io.smallrye..", "org.hibernate..", "org.jboss..", "com.fasterxml..",
              "org.eclipse.microprofile..")
          .because("pairing, pace, projection and verdict must run in a plain unit test");

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
          .should().callMethod(Instant.class, "now")
          .orShould().callMethod(LocalDate.class, "now")
          .orShould().callMethod(System.class, "currentTimeMillis")
          .orShould().callConstructor(Random.class)
          .because("every answer must be repeatable for any day");

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
}
