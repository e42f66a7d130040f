package dev.nof1.schema.cli.imports.flyway;

import java.util.Optional;

/**
 * Name of a file as Flyway reads it.
 *
 * @param kind what it is
 * @param version of a versioned, undo or baseline migration
 * @param description in words
 */
record FlywayName(Kind kind, Optional<FlywayVersion> version, String description) {

  /** Kinds of files. */
  enum Kind {
    VERSIONED,
    UNDO,
    BASELINE,
    REPEATABLE,
    CALLBACK,
    NONE
  }

  static final FlywayName UNKNOWN = new FlywayName(Kind.NONE, Optional.empty(), "");

  /**
   * Reads a name.
   *
   * @param stem the name without its suffix
   */
  static FlywayName of(String stem, FlywayConfig config) {
    if (stem.matches("(?:before|after)[A-Z]\\w*|createSchema(?:__.*)?")) {
      return new FlywayName(Kind.CALLBACK, Optional.empty(), stem);
    }
    for (Kind kind : new Kind[] {Kind.VERSIONED, Kind.UNDO, Kind.BASELINE, Kind.REPEATABLE}) {
      String prefix = config.prefix(kind);
      if (!prefix.isEmpty() && stem.startsWith(prefix)) {
        FlywayName name = of(kind, stem.substring(prefix.length()), config.separator());
        if (name.kind() != Kind.NONE) {
          return name;
        }
      }
    }
    return UNKNOWN;
  }

  private static FlywayName of(Kind kind, String rest, String separator) {
    int at = rest.indexOf(separator);
    String version = at < 0 ? rest : rest.substring(0, at);
    String words = at < 0 ? "" : rest.substring(at + separator.length()).replace('_', ' ');
    if (kind == Kind.REPEATABLE) {
      return version.isEmpty() && !words.isEmpty()
          ? new FlywayName(kind, Optional.empty(), words)
          : UNKNOWN;
    }
    return FlywayVersion.parse(version)
        .map(parsed -> new FlywayName(kind, Optional.of(parsed), words))
        .orElse(UNKNOWN);
  }
}
