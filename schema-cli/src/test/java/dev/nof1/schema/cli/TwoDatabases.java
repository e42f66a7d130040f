package dev.nof1.schema.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Two databases of one repository: the stock tool works on one, ours on the other. */
final class TwoDatabases {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private static final String CATALOG =
      """
      SELECT relkind::text || ' ' || relname || '.' || attname || ' ' || format_type(atttypid, atttypmod) || ' '
        || attnotnull || ' ' || coalesce((SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef
             WHERE adrelid = attrelid AND adnum = attnum), '')
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
          AND attname <> 'nof1_schema'
      UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
      UNION ALL SELECT pg_get_indexdef(c.oid) FROM pg_class c
        WHERE relkind = 'i' AND relnamespace = 'public'::regnamespace
      UNION ALL SELECT relname || ' ' || pg_get_viewdef(c.oid) FROM pg_class c
        WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace
      UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
      UNION ALL SELECT relname || query_to_xml('SELECT * FROM ' || relname || ' ORDER BY 1', true, false, '')::text
        FROM pg_class WHERE relkind = 'r' AND relname <> 'changelog' AND relnamespace = 'public'::regnamespace
      ORDER BY 1
      """;

  /** A misshaped time is seen, a different one is not. */
  private static final String CHANGELOG =
      "SELECT id || ' ' || description || ' ' || regexp_replace(applied_at, '[0-9]', '9', 'g') FROM changelog ORDER BY id";

  /** What the tools have to agree on. */
  record State(List<String> changelog, List<String> catalog) {}

  private ForeignRepository stock;
  private ForeignRepository ours;

  private TwoDatabases(ForeignRepository stock, ForeignRepository ours) {
    this.stock = stock;
    this.ours = ours;
  }

  static TwoDatabases create(RandomRepository repository) {
    return new TwoDatabases(database(repository), database(repository));
  }

  /** Its environment has its name. */
  private static ForeignRepository database(RandomRepository repository) {
    String name = "compatible_" + COUNT.incrementAndGet();
    ForeignRepository.execute("postgres", "CREATE DATABASE " + name);
    repository.environment(name, name);
    return new ForeignRepository(Path.of(""), name);
  }

  void swap() {
    ForeignRepository other = stock;
    stock = ours;
    ours = other;
  }

  String stockEnvironment() {
    return stock.database();
  }

  String ourEnvironment() {
    return ours.database();
  }

  State stock() {
    return state(stock);
  }

  State ours() {
    return state(ours);
  }

  /** The ids in the changelog. */
  List<Integer> applied() {
    return hasChangelog(ours)
        ? ours.query("SELECT id FROM changelog ORDER BY id").stream().map(Integer::valueOf).toList()
        : List.of();
  }

  private static State state(ForeignRepository database) {
    return new State(
        hasChangelog(database) ? database.query(CHANGELOG) : List.of(), database.query(CATALOG));
  }

  private static boolean hasChangelog(ForeignRepository database) {
    return !database.query("SELECT 1 WHERE to_regclass('changelog') IS NOT NULL").isEmpty();
  }
}
