package dev.nof1.schema.junit;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a test class asks for.
 *
 * @param testClass the class that asks, for seeds that it has and paths that are relative to it
 * @param isolation who shares the database
 * @param version head, base or an id
 * @param migrations where they are; empty for what the configuration says
 * @param seeds what is put into the template
 * @param source where the migrations are, if no text can say it
 * @param settings how scripts are read; their variables are besides those of the configuration
 * @param code what is put into the template by code
 */
record Request(
    Class<?> testClass,
    Isolation isolation,
    String version,
    String migrations,
    List<String> seeds,
    Optional<MigrationSource> source,
    ScriptSettings settings,
    List<SeedCode> code) {

  Request {
    seeds = List.copyOf(seeds);
    code = List.copyOf(code);
    if (!version.equals("head") && !version.equals("base") && !version.matches("\\d+")) {
      throw new ConfigurationException(
          "@MigratedDatabase on %s has version = \"%s\"; it must be \"head\", \"base\" or the id of a migration."
              .formatted(testClass.getName(), version));
    }
  }

  static Request of(Class<?> testClass, MigratedDatabase annotation) {
    return new Request(
        testClass,
        annotation.isolation(),
        annotation.version(),
        annotation.migrations(),
        List.of(annotation.seeds()),
        Optional.empty(),
        ScriptSettings.DEFAULT,
        List.of());
  }

  /** The same migrations, none of them applied, on a database of one's own without rows. */
  Request atBase() {
    return new Request(
        testClass, Isolation.CLASS, "base", migrations, List.of(), source, settings, List.of());
  }

  /** All seeds, read. */
  List<Seed> allSeeds() {
    List<Seed> all = new ArrayList<>();
    seeds.forEach(seed -> all.add(Seed.of(seed, testClass)));
    code.forEach(each -> all.add(new Seed.CodeSeed(each)));
    return all;
  }
}
