package dev.nof1.schema.junit.lease;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.testdb.TemplateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * @param changelog the changelog table; empty for what the configuration says
 * @param start the database to begin as a copy of, which has the migrations; empty for none
 */
public record Request(
    Class<?> testClass,
    String version,
    String migrations,
    List<String> seeds,
    Optional<MigrationSource> source,
    ScriptSettings settings,
    List<TemplateSpec.Preparation> code,
    String changelog,
    Optional<StartedDatabase> start) {

  private static final MigrationSource NO_SCRIPTS = settings -> List.of();

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
        testClass,
        version,
        migrations,
        seeds,
        Optional.empty(),
        ScriptSettings.DEFAULT,
        List.of(),
        "",
        Optional.empty());
  }

  /** Asks for the migrations of this one, none of them applied, on a database without rows. */
  Request atBase() {
    return new Request(
        testClass,
        "base",
        migrations,
        List.of(),
        source,
        settings,
        List.of(),
        changelog,
        Optional.empty());
  }

  /**
   * Asks for what an application starts on: the migrations without the seeds, which may be others
   * for each class that shares the application.
   *
   * @return the version and the migrations of this one
   */
  public Request unseeded() {
    return new Request(
        testClass,
        version,
        migrations,
        List.of(),
        source,
        settings,
        List.of(),
        changelog,
        Optional.empty());
  }

  /**
   * Asks for an empty database: the application brings its schema along by itself.
   *
   * @return no migrations and no seeds
   */
  public Request empty() {
    return new Request(
        testClass,
        "base",
        "",
        List.of(),
        Optional.of(NO_SCRIPTS),
        settings,
        List.of(),
        changelog,
        Optional.empty());
  }

  /**
   * Asks for the migrations of an application, where the class itself does not say which.
   *
   * @param where they are
   * @param table the changelog table
   * @param variables {@code ${name}} in scripts
   * @return with what the class says itself
   */
  public Request of(String where, String table, Map<String, String> variables) {
    return new Request(
        testClass,
        version,
        migrations.isEmpty() && source.isEmpty() ? where : migrations,
        seeds,
        source,
        settings.with(variables).with(settings.variables()),
        code,
        table,
        start);
  }

  /**
   * Asks for a copy of the database on which an application has started, with the seeds of this
   * one.
   *
   * @param begun it is frozen
   * @return a request for the class's databases
   */
  public Request on(StartedDatabase begun) {
    return new Request(
        testClass,
        version,
        migrations,
        seeds,
        source,
        settings,
        code,
        changelog,
        Optional.of(begun));
  }

  /** Finds the seeds, those by name first. */
  List<Seed> allSeeds() {
    List<Seed> all = new ArrayList<>();
    seeds.forEach(seed -> all.add(Seed.named(seed, testClass)));
    code.forEach(each -> all.add(new CodeSeed(each)));
    return all;
  }
}
