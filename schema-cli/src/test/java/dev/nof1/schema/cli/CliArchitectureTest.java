package dev.nof1.schema.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class CliArchitectureTest {

  @Test
  void onlyMainExits() {
    noClasses()
        .that()
        .areNotAssignableTo(SchemaCli.class)
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.nof1.schema.cli"));
  }
}
