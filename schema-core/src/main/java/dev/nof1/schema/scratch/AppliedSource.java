package dev.nof1.schema.scratch;

import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Some of a repository's migrations, such as those that a database has. */
record AppliedSource(MigrationSource all, Predicate<BigDecimal> chosen) implements MigrationSource {

  @Override
  public List<Script> scripts(ScriptSettings settings) {
    return all.scripts(settings).stream()
        .filter(script -> chosen.test(script.migration().id()))
        .toList();
  }

  @Override
  public Optional<Script> bootstrap(ScriptSettings settings) {
    return all.bootstrap(settings);
  }
}
