package dev.nof1.schema.scratch;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import java.util.List;
import javax.sql.DataSource;

/**
 * Recipe of a scratch database: the bootstrap script, if there is one, and all migrations of a
 * source. Hooks do not run: they may reach beyond the database.
 *
 * @param place where on the database that it is to be like things were put, and whose they are
 */
record ScratchRecipe(
    MigrationSource source, ScriptSettings settings, String changelog, LivePlace place) {
  /** Changes when scratch databases are made in another way. */
  private static final int FORMAT = 3;

  void fill(DataSource database) {
    Migrations migrations = migrations(database);
    if (source.bootstrap(settings).isPresent()) {
      migrations.bootstrap(false);
    }
    migrations.up();
  }

  Migrations migrations(DataSource database) {
    return Migrations.builder(database)
        .source(source)
        .settings(settings)
        .changelog(changelog)
        .listener(MigrationListener.SILENT)
        .build();
  }

  /** Key of everything that the result depends on. */
  String key() {
    List<String> parts =
        List.of(
            "scratch " + FORMAT,
            String.valueOf(Migrations.class.getPackage().getImplementationVersion()),
            changelog,
            settings.sessionTimeZone(),
            place.searchPath(),
            place.owner(),
            place.databaseOwner(),
            place.grants(),
            source.bootstrap(settings).map(Script::checksum).orElse(""),
            source.fingerprint(settings));
    return String.join("\n", parts);
  }
}
