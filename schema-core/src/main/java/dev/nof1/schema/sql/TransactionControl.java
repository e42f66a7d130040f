package dev.nof1.schema.sql;

import java.util.Set;
import java.util.regex.Pattern;

/** Recognises statements that begin or end a transaction, or give up what a session holds. */
public final class TransactionControl {
  private static final Set<String> ALWAYS = Set.of("BEGIN", "COMMIT", "END", "ABORT");

  /** Procedures and blocks may commit on their way. */
  private static final Set<String> COMMITTING = Set.of("CALL", "DO");

  private static final Set<String> CALLING = Set.of("SELECT", "WITH", "CALL", "DO", "VALUES");

  private static final Pattern UNLOCK_ALL =
      Pattern.compile("\\bpg_advisory_unlock_all\\s*\\(", Pattern.CASE_INSENSITIVE);

  /** Comments and literals. */
  private static final Pattern NO_CODE =
      Pattern.compile("--[^\\n]*|/\\*.*?\\*/|'[^']*+'", Pattern.DOTALL);

  private TransactionControl() {}

  /**
   * Checks whether the statement begins or ends the session's transaction; savepoints do neither,
   * nor does what ends a prepared transaction, which is nobody's.
   *
   * @param s the statement
   * @return true for BEGIN, COMMIT, ROLLBACK and their like
   */
  public static boolean isIn(SqlStatement s) {
    return !s.words().isEmpty()
        && !endsPrepared(s)
        && (ALWAYS.contains(s.words().get(0))
            || s.startsWith("START", "TRANSACTION")
            || prepares(s)
            || (s.startsWith("ROLLBACK") && !s.words().contains("TO")));
  }

  /**
   * Checks whether the statement turns the session's transaction into a prepared one. {@code
   * PREPARE transaction AS SELECT …} prepares a statement of that name.
   *
   * @param s the statement
   * @return true for PREPARE TRANSACTION
   */
  public static boolean prepares(SqlStatement s) {
    return s.startsWith("PREPARE", "TRANSACTION") && !s.startsWith("PREPARE", "TRANSACTION", "AS");
  }

  static boolean endsPrepared(SqlStatement s) {
    return s.startsWith("COMMIT", "PREPARED") || s.startsWith("ROLLBACK", "PREPARED");
  }

  /**
   * Checks whether a part of the statement's work may be committed when the statement fails outside
   * a transaction, so that it cannot just be run again.
   *
   * @param s the statement
   * @return true for CALL, DO and DETACH PARTITION CONCURRENTLY
   */
  public static boolean mayCommitAPart(SqlStatement s) {
    return !s.words().isEmpty()
        && (COMMITTING.contains(s.words().get(0)) || OutsideOnly.detachesConcurrently(s));
  }

  /**
   * Checks whether the statement gives up the session's advisory locks, and so the one that keeps
   * other migrators out.
   *
   * @param s the statement
   * @return true for DISCARD ALL and {@link #unlocksAll}
   */
  public static boolean endsSessionLocks(SqlStatement s) {
    return s.startsWith("DISCARD", "ALL") || unlocksAll(s);
  }

  /**
   * Checks whether the text of the statement calls the function that gives up the session's
   * advisory locks. A call that is hidden in another function is found only when it has run.
   *
   * @param s the statement
   * @return true for {@code SELECT pg_advisory_unlock_all()}, in a block too
   */
  public static boolean unlocksAll(SqlStatement s) {
    return isCall(s) && UNLOCK_ALL.matcher(NO_CODE.matcher(s.text()).replaceAll(" ")).find();
  }

  /**
   * Says whether a statement may call functions, or is a block.
   *
   * @param s the statement
   * @return false if nothing in it can send a command of its own
   */
  public static boolean isCall(SqlStatement s) {
    return !s.words().isEmpty() && CALLING.contains(s.words().get(0));
  }
}
