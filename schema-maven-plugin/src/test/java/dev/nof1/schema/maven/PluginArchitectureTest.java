package dev.nof1.schema.maven;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.contract.ContractRun;
import dev.nof1.schema.environment.Surroundings;
import dev.nof1.schema.postgres.ServerSettings;
import org.apache.maven.plugin.AbstractMojo;
import org.junit.jupiter.api.Test;

/** The goals are thin: they know the command's entry, and what a migrated database is made of. */
class PluginArchitectureTest {
  private static final int MOST_FILES = 25;

  private static final JavaClasses PLUGIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.nof1.schema.maven");

  private static final DescribedPredicate<JavaClass> ALLOWED =
      resideInAPackage("dev.nof1.schema.maven")
          .or(
              belongToAnyOf(
                  SchemaCli.class, ContractRun.class, Surroundings.class, ServerSettings.class))
          .or(
              resideInAnyPackage(
                  "dev.nof1.schema.cli.io",
                  "dev.nof1.schema.cli.workspace",
                  "dev.nof1.schema.error",
                  "dev.nof1.schema.scratch"));

  @Test
  void goalsKnowTheCommandsByTheirEntryOnly() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.nof1.schema..")
                .and(DescribedPredicate.not(ALLOWED))
                // Handed on from the workspace to the server, and not looked into.
                .and(
                    DescribedPredicate.not(
                        resideInAnyPackage(
                            "dev.nof1.schema.environment", "dev.nof1.schema.repository"))))
        .check(PLUGIN);
  }

  @Test
  void onlyGoalsArePublic() {
    classes()
        .that()
        .arePublic()
        .should()
        .beAssignableTo(assignableTo(AbstractMojo.class))
        .check(PLUGIN);
  }

  @Test
  void nothingEndsTheJvmOfTheBuild() {
    noClasses().should().callMethod(System.class, "exit", int.class).check(PLUGIN);
  }

  @Test
  void thePackageHasFewFiles() {
    assertThat(PLUGIN.stream().filter(JavaClass::isTopLevelClass))
        .hasSizeLessThanOrEqualTo(MOST_FILES);
  }
}
