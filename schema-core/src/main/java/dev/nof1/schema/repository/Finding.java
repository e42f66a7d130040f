package dev.nof1.schema.repository;

/**
 * Finding about a repository or a database that somebody should check.
 *
 * @param rule which rule found it
 * @param place the script, or the migration where it has no script
 * @param message what is wrong and what to do, complete in itself
 */
public record Finding(Rule rule, String place, String message) {

  /** Rules that the scripts of a repository are checked against. */
  public enum Rule {
    /** A file whose name has no id. */
    NAME,
    /** Two scripts with one id. */
    DUPLICATE,
    /** A comment that is nearly a marker, and is not one. */
    MARKER,
    /** An undo section that is missing, empty or cannot be read. */
    UNDO,
    /** An up section that cannot be run. */
    STATEMENT,
    /** A script that is not the one that was applied. */
    CHECKSUM,
    /** A migration that is older than the newest applied one, and pending. */
    ORDER,
    /** An applied migration without a script. */
    MISSING,
    /** A script outside a transaction that has not come to its end. */
    UNFINISHED
  }
}
