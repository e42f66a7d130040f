package dev.nof1.schema.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the statements that a server refuses inside a transaction, by their words (PostgreSQL:
 * {@code PreventInTransactionBlock}). What depends on the state of the database is left to the
 * server.
 */
public final class OutsideOnly {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  private static final Set<String> OF_THE_SERVER = Set.of("DATABASE", "TABLESPACE");
  private static final Set<String> OF_MANY = Set.of("DATABASE", "SYSTEM", "SCHEMA");
  private static final Pattern REINDEX_OPTION =
      Pattern.compile("^REINDEX\\s*\\([^)]*CONCURRENTLY(?!\\s+(?:false|off|0))", FLAGS);
  private static final Pattern CLUSTER_ALL =
      Pattern.compile("^CLUSTER(?:\\s+VERBOSE|\\s*\\([^)]*\\))?$", FLAGS);
  private static final Pattern NO_SLOT =
      Pattern.compile("(?:create_slot|connect|slot_name)\\s*=\\s*'?(?:false|off|0|none)", FLAGS);
  private static final Pattern NO_REFRESH =
      Pattern.compile("refresh\\s*=\\s*'?(?:false|off|0)", FLAGS);

  private OutsideOnly() {}

  /**
   * Says what cannot run in a transaction.
   *
   * @param s a statement
   * @return the words to name it by; empty where it can
   */
  public static Optional<String> name(SqlStatement s) {
    List<String> words = s.words();
    if (words.isEmpty()) {
      return Optional.empty();
    }
    boolean concurrently = words.contains("CONCURRENTLY");
    return Optional.ofNullable(
        switch (words.get(0)) {
          case "CREATE" -> create(s, concurrently);
          case "DROP" -> {
            if (second(words, OF_THE_SERVER)) {
              yield "DROP " + words.get(1);
            }
            yield s.startsWith("DROP", "INDEX", "CONCURRENTLY") ? "DROP INDEX CONCURRENTLY" : null;
          }
          case "ALTER" -> alter(s);
          case "VACUUM" -> "VACUUM";
          case "COMMIT", "ROLLBACK" ->
              TransactionControl.endsPrepared(s) ? words.get(0) + " PREPARED" : null;
          case "REINDEX" -> {
            if ((concurrently && !s.startsWith("REINDEX", "CONCURRENTLY"))
                || REINDEX_OPTION.matcher(s.text()).find()) {
              yield "REINDEX CONCURRENTLY";
            }
            yield second(words, OF_MANY) ? "REINDEX " + words.get(1) : null;
          }
          case "CLUSTER" -> CLUSTER_ALL.matcher(s.text()).find() ? "CLUSTER of all tables" : null;
          default -> null;
        });
  }

  private static @Nullable String create(SqlStatement s, boolean concurrently) {
    if (second(s.words(), OF_THE_SERVER)) {
      return "CREATE " + s.words().get(1);
    }
    if (concurrently && isIndex(s)) {
      return "CREATE INDEX CONCURRENTLY";
    }
    return s.startsWith("CREATE", "SUBSCRIPTION") && !NO_SLOT.matcher(s.text()).find()
        ? "CREATE SUBSCRIPTION with a new slot"
        : null;
  }

  private static @Nullable String alter(SqlStatement s) {
    List<String> words = s.words();
    if (s.startsWith("ALTER", "SYSTEM")) {
      return "ALTER SYSTEM";
    }
    if (s.startsWith("ALTER", "DATABASE") && adjacent(words, "SET", "TABLESPACE")) {
      return "ALTER DATABASE … SET TABLESPACE";
    }
    if (detachesConcurrently(s)) {
      return "DETACH PARTITION CONCURRENTLY";
    }
    boolean refreshes =
        s.startsWith("ALTER", "SUBSCRIPTION")
            && words.contains("PUBLICATION")
            && !NO_REFRESH.matcher(s.text()).find();
    return refreshes ? "ALTER SUBSCRIPTION … PUBLICATION with a refresh" : null;
  }

  /**
   * Checks for DETACH CONCURRENTLY, which marks the partition, commits that, and goes on in a
   * second transaction.
   */
  static boolean detachesConcurrently(SqlStatement s) {
    return s.startsWith("ALTER", "TABLE")
        && adjacent(s.words(), "DETACH", "PARTITION")
        && s.words().contains("CONCURRENTLY");
  }

  /**
   * Says whether a statement builds an index.
   *
   * @param s a statement
   * @return true for {@code CREATE INDEX} and {@code CREATE UNIQUE INDEX}
   */
  public static boolean isIndex(SqlStatement s) {
    return s.startsWith("CREATE", "INDEX") || s.startsWith("CREATE", "UNIQUE", "INDEX");
  }

  private static boolean second(List<String> words, Set<String> expected) {
    return words.size() > 1 && expected.contains(words.get(1));
  }

  private static boolean adjacent(List<String> words, String first, String next) {
    int at = words.indexOf(first);
    return at >= 0 && at + 1 < words.size() && words.get(at + 1).equals(next);
  }
}
