package dev.nof1.schema.cli.imports;

import dev.nof1.schema.cli.imports.alembic.Alembic;
import dev.nof1.schema.cli.imports.dbmate.Dbmate;
import dev.nof1.schema.cli.imports.flyway.Flyway;
import dev.nof1.schema.cli.imports.foreign.ForeignTool;
import dev.nof1.schema.cli.imports.liquibase.Liquibase;

/** Names of the tools; in lower case, because that is how they are typed. */
enum ToolName {
  flyway,
  liquibase,
  dbmate,
  alembic;

  ForeignTool tool() {
    return switch (this) {
      case flyway -> new Flyway();
      case liquibase -> new Liquibase();
      case dbmate -> new Dbmate();
      case alembic -> new Alembic();
    };
  }
}
