package dev.nof1.schema.sql;

import java.util.Set;

/** Which statements begin or end a transaction, or give up what a session holds. */
public final class TransactionControl {
  private static final Set<String> ALWAYS = Set.of("BEGIN", "COMMIT", "END", "ABORT");

  private TransactionControl() {}

  /**
   * Whether the statement begins or ends a transaction; savepoints do neither.
   *
   * @param s the statement
   * @return true for BEGIN, COMMIT, ROLLBACK and their like
   */
  public static boolean isIn(SqlStatement s) {
    return !s.words().isEmpty()
        && (ALWAYS.contains(s.words().get(0))
            || s.startsWith("START", "TRANSACTION")
            || s.startsWith("PREPARE", "TRANSACTION")
            || (s.startsWith("ROLLBACK") && !s.words().contains("TO")));
  }

  /**
   * Whether the statement gives up the session's advisory locks, and so the one that keeps other
   * migrators out.
   *
   * @param s the statement
   * @return true for DISCARD ALL
   */
  public static boolean endsSessionLocks(SqlStatement s) {
    return s.startsWith("DISCARD", "ALL");
  }
}
