package dev.nof1.schema.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Goal that reads schemas. */
abstract class SchemaMojo extends CommandMojo {
  /** Names of the only schemas to read; they must exist. Default: all but PostgreSQL's own. */
  @Parameter(property = "schema.schema")
  private @Nullable List<String> schema;

  /** Reads owners too. */
  @Parameter(property = "schema.owners", defaultValue = "false")
  private boolean owners;

  /** Reads no privileges and no default privileges. */
  @Parameter(property = "schema.noPrivileges", defaultValue = "false")
  private boolean noPrivileges;

  /** Reads the order of columns too. */
  @Parameter(property = "schema.columnOrder", defaultValue = "false")
  private boolean columnOrder;

  /** Reads the names too that PostgreSQL 18 gives to NOT NULL constraints. */
  @Parameter(property = "schema.notNullNames", defaultValue = "false")
  private boolean notNullNames;

  Arguments arguments(String command) {
    return new Arguments(command)
        .each("--schema", schema)
        .flag("--owners", owners)
        .flag("--no-privileges", noPrivileges)
        .flag("--column-order", columnOrder)
        .flag("--not-null-names", notNullNames);
  }
}
