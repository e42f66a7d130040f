package dev.nof1.schema.cli.compare;

import dev.nof1.schema.catalog.ComparisonOptions;
import dev.nof1.schema.catalog.SnapshotOptions;
import dev.nof1.schema.environment.Environment;
import java.util.List;
import picocli.CommandLine.Option;

/** Flags that choose what is read of a schema. */
final class SnapshotFlags {

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      description =
          "Only this schema, which must exist; may be given several times. Default: all but PostgreSQL's own, and what is in no schema.")
  private List<String> schemas = List.of();

  @Option(names = "--owners", description = "Owners, too.")
  private boolean owners;

  @Option(names = "--no-privileges", description = "No privileges and no default privileges.")
  private boolean noPrivileges;

  @Option(names = "--column-order", description = "The order of columns, too.")
  private boolean columnOrder;

  @Option(
      names = "--not-null-names",
      description = "The names that PostgreSQL 18 gives to NOT NULL constraints, too.")
  private boolean notNullNames;

  SnapshotOptions reading(Environment environment) {
    return SnapshotOptions.defaults()
        .withSchemas(schemas.toArray(String[]::new))
        .withOwners(owners)
        .withPrivileges(!noPrivileges)
        .withChangelogs(environment.changelog());
  }

  ComparisonOptions comparing() {
    return ComparisonOptions.defaults().withColumnOrder(columnOrder).withNotNullNames(notNullNames);
  }
}
