package dev.nof1.schema.junit.lease;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.testdb.TemplateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Description of the database that a test class asks for.
 *
 * @param testClass the class that asks, for seeds that it has and paths that are relative to it
 * @param version head, base or an id
 * @param migrations where they are; empty for what the configuration says
 * @param seeds what is put into the template
 * @param source where the migrations are, if no text can say it
 * @param settings how scripts are read; their variables are besides those of the configuration
 * @param code what is put into the template by code
 */
public record Request(
    Class<?> testClass,
    String version,
    String migrations,
    List<String> seeds,
    Optional<MigrationSource> source,
    ScriptSettings settings,
    List<TemplateSpec.Preparation> code) {

  /** Refuses a version that is none. */
  public Request {
    seeds = List.copyOf(seeds);
    code = List.copyOf(code);
    if (!version.equals("head") && !version.equals("base") && !version.matches("\\d+")) {
      throw new ConfigurationException(
          "@MigratedDatabase on %s has version = \"%s\"; it must be \"head\", \"base\" or the id of a migration."
              .formatted(testClass.getName(), version));
    }
  }

  /**
   * Describes a database by what can be written as text.
   *
   * @param testClass the class that asks
   * @param version head, base or an id
   * @param migrations where they are; empty for what the configuration says
   * @param seeds what is put into the template
   * @return the description
   */
  public static Request of(
      Class<?> testClass, String version, String migrations, List<String> seeds) {
    return new Request(
        testClass, version, migrations, seeds, Optional.empty(), ScriptSettings.DEFAULT, List.of());
  }

  /** Asks for the migrations of this one, none of them applied, on a database without rows. */
  Request atBase() {
    return new Request(testClass, "base", migrations, List.of(), source, settings, List.of());
  }

  /** Finds the seeds, those by name first. */
  List<Seed> allSeeds() {
    List<Seed> all = new ArrayList<>();
    seeds.forEach(seed -> all.add(Seed.named(seed, testClass)));
    code.forEach(each -> all.add(new CodeSeed(each)));
    return all;
  }
}
