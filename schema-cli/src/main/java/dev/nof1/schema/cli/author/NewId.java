package dev.nof1.schema.cli.author;

import dev.nof1.schema.environment.MigrationsHome;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.repository.Migration;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The id of a new migration, as the file name has it: a time, or the next number. */
final class NewId {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

  private NewId() {}

  /**
   * By the pattern of the command line, or else of the home, or else the time.
   *
   * @param option what the command line says; wrong usage where no id can be made of it
   */
  static String next(
      CommandSpec spec,
      @Nullable String option,
      MigrationsHome home,
      List<Migration> existing,
      Clock clock) {
    if (option == null) {
      return next(home.setting("idpattern"), existing, clock);
    }
    try {
      return next(Optional.of(option), existing, clock);
    } catch (ConfigurationException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * A pattern is Java's for decimal numbers, such as {@code 000}: so the stock tool has it.
   *
   * @param existing by id
   */
  static String next(Optional<String> pattern, List<Migration> existing, Clock clock) {
    return pattern.map(p -> number(p, existing)).orElseGet(() -> time(existing, clock));
  }

  /** The next second is taken if this one has an id already: two ids must never be the same. */
  private static String time(List<Migration> existing, Clock clock) {
    LocalDateTime time = LocalDateTime.now(clock);
    while (taken(existing, new BigDecimal(TIME.format(time)))) {
      time = time.plusSeconds(1);
    }
    return TIME.format(time);
  }

  static boolean taken(List<Migration> existing, BigDecimal id) {
    return existing.stream().anyMatch(m -> m.id().compareTo(id) == 0);
  }

  private static String number(String pattern, List<Migration> existing) {
    BigDecimal last = existing.isEmpty() ? BigDecimal.ZERO : existing.get(existing.size() - 1).id();
    BigDecimal next = last.setScale(0, RoundingMode.DOWN).add(BigDecimal.ONE);
    String id;
    try {
      id = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(next);
    } catch (IllegalArgumentException e) {
      throw refused(pattern, "cannot be understood", e);
    }
    if (!id.matches("\\d+") || new BigDecimal(id).compareTo(next) != 0) {
      throw refused(pattern, "makes '" + id + "' of " + next.toPlainString(), null);
    }
    return id;
  }

  private static ConfigurationException refused(
      String pattern, String why, @Nullable Exception cause) {
    return new ConfigurationException(
        "The id pattern '%s' %s. Nothing was created. Write one zero for each digit, such as 000 (option --idpattern, or idpattern in migration.properties)."
            .formatted(pattern, why),
        cause);
  }
}
