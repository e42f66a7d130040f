package dev.nof1.schema.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Expressions that make values of a type from a number: another number gives another value, as far
 * as the type has enough of them.
 */
final class ValueExpressions {
  /** Head of a modifier: it counts four bytes more than what it limits. */
  private static final int HEADER = 4;

  /** Digits of a number that still fits a bigint. */
  private static final int DIGITS = 15;

  private static final int BITS = 32;

  private static final Map<String, String> BUILT_IN =
      Map.ofEntries(
          Map.entry("bool", "(%1$s %% 2 = 0)"),
          Map.entry("int2", "(1 + %1$s %% 32000)::int2"),
          Map.entry("int4", "(1 + %1$s %% 2000000000)::int4"),
          Map.entry("int8", "(1 + %1$s)"),
          Map.entry("float4", "(%1$s %% 1000000 + 0.5)::float4"),
          Map.entry("float8", "(%1$s + 0.5)::float8"),
          Map.entry("money", "(%1$s %% 100000000 / 100.0)::numeric::money"),
          Map.entry("name", "('n' || %1$s)::name"),
          Map.entry("char", "chr((65 + %1$s %% 26)::int)::\"char\""),
          Map.entry("bytea", "decode(md5((%1$s)::text), 'hex')"),
          Map.entry("date", "(date '2020-01-01' + (%1$s %% 10000)::int)"),
          Map.entry("time", "(time '00:00' + (%1$s %% 86400) * interval '1 second')"),
          Map.entry("timetz", "(timetz '00:00+00' + (%1$s %% 86400) * interval '1 second')"),
          Map.entry(
              "timestamp", "(timestamp '2020-01-01' + (%1$s %% 100000000) * interval '1 minute')"),
          Map.entry(
              "timestamptz",
              "(timestamptz '2020-01-01 00:00+00' + (%1$s %% 100000000) * interval '1 minute')"),
          Map.entry("interval", "((%1$s %% 1000000) * interval '1 minute')"),
          Map.entry("uuid", "md5((%1$s)::text)::uuid"),
          Map.entry("inet", "(inet '10.0.0.0' + %1$s %% 16777216)"),
          Map.entry("cidr", "set_masklen(cidr '10.0.0.0/8' + %1$s %% 16777216, 32)::cidr"),
          Map.entry("macaddr", "('0200' || lpad(to_hex(%1$s %% 4294967296), 8, '0'))::macaddr"),
          Map.entry(
              "macaddr8", "('02000000' || lpad(to_hex(%1$s %% 4294967296), 8, '0'))::macaddr8"),
          Map.entry("json", "json_build_object('n', %1$s)"),
          Map.entry("jsonb", "jsonb_build_object('n', %1$s)"),
          Map.entry("jsonpath", "('$.n' || %1$s)::jsonpath"),
          Map.entry("xml", "('<n>' || %1$s || '</n>')::xml"),
          Map.entry("point", "point(%1$s, 1)"),
          Map.entry("line", "line(point(0, %1$s), point(1, %1$s + 1))"),
          Map.entry("lseg", "lseg(point(%1$s, 0), point(%1$s, 1))"),
          Map.entry("box", "box(point(2 * %1$s, 0), point(2 * %1$s + 1, 1))"),
          Map.entry("path", "path(polygon(box(point(2 * %1$s, 0), point(2 * %1$s + 1, 1))))"),
          Map.entry("polygon", "polygon(box(point(2 * %1$s, 0), point(2 * %1$s + 1, 1)))"),
          Map.entry("circle", "circle(point(4 * %1$s, 0), 1)"),
          Map.entry("tsvector", "to_tsvector('simple', 'n' || %1$s)"),
          Map.entry("tsquery", "to_tsquery('simple', 'n' || %1$s)"),
          Map.entry("pg_lsn", "('0/' || to_hex(%1$s %% 4294967296))::pg_lsn"),
          Map.entry("oid", "(%1$s %% 4294967296)::oid"),
          Map.entry("xid", "(%1$s %% 4294967296)::text::xid"),
          Map.entry("xid8", "(%1$s)::text::xid8"),
          Map.entry("cid", "(%1$s %% 4294967296)::text::cid"),
          Map.entry("tid", "('(' || %1$s %% 4294967296 || ',1)')::tid"),
          Map.entry("int2vector", "(1 + %1$s %% 32000)::text::int2vector"),
          Map.entry("oidvector", "(1 + %1$s %% 32000)::text::oidvector"),
          Map.entry("refcursor", "('c' || %1$s)::refcursor"),
          Map.entry("txid_snapshot", "((1 + %1$s) || ':' || (1 + %1$s) || ':')::txid_snapshot"),
          Map.entry("pg_snapshot", "((1 + %1$s) || ':' || (1 + %1$s) || ':')::pg_snapshot"),
          Map.entry("regclass", "'pg_class'::regclass"),
          Map.entry("regtype", "'int4'::regtype"),
          Map.entry("regproc", "'pg_backend_pid'::regproc"),
          Map.entry("regprocedure", "'abs(int4)'::regprocedure"),
          Map.entry("regoper", "'||/'::regoper"),
          Map.entry("regoperator", "'+(int4,int4)'::regoperator"),
          Map.entry("regnamespace", "'pg_catalog'::regnamespace"),
          Map.entry("regrole", "current_user::regrole"),
          Map.entry("regconfig", "'simple'::regconfig"),
          Map.entry("regdictionary", "'simple'::regdictionary"),
          Map.entry("regcollation", "'\"C\"'::regcollation"),
          Map.entry("aclitem", "makeaclitem(10, 10, 'SELECT', false)"));

  /** Texts that one of the types that extensions bring is likely to accept. */
  private static final List<String> GUESSES =
      List.of("1", "a", "{}", "a=>1", "[1,2,3]", "(1,2)", "POINT(0 0)", "0", "1.0.0", "a.b");

  private final Map<Long, ValueType> types;
  private final Trials trials;

  ValueExpressions(Map<Long, ValueType> types, Trials trials) {
    this.types = types;
    this.trials = trials;
  }

  /**
   * Makes an expression.
   *
   * @param oid of the type
   * @param typmod its modifier, -1 for none
   * @param n an expression that gives a bigint, not below 0
   * @return empty where no value of that type is known
   */
  Optional<String> of(long oid, int typmod, String n) {
    ValueType type = types.get(oid);
    if (type == null) {
      return Optional.empty();
    }
    return switch (type.kind()) {
      case 'd' -> of(type.base(), type.baseTypmod(), n).map(value -> value + "::" + type.name());
      case 'e' ->
          Optional.of(
              "(enum_range(NULL::%1$s))[1 + (%2$s %% cardinality(enum_range(NULL::%1$s)))::int]"
                  .formatted(type.name(), n));
      case 'c' -> composite(type, n);
      case 'r' -> range(type, n);
      case 'm' -> of(type.range(), -1, n).map(value -> type.name() + "(" + value + ")");
      default -> type.element() == 0 ? base(type, typmod, n) : array(type, typmod, n);
    };
  }

  /** Returns the type beneath a domain with its modifier, as what stands in a table. */
  Optional<String> beneathDomain(long oid, int typmod, String n) {
    ValueType type = types.get(oid);
    return type != null && type.kind() == 'd'
        ? beneathDomain(type.base(), type.baseTypmod(), n)
        : of(oid, typmod, n);
  }

  private Optional<String> composite(ValueType type, String n) {
    StringJoiner parts = new StringJoiner(", ", "ROW(", ")::" + type.name());
    for (int i = 0; i < type.parts().size(); i++) {
      parts.add(of(type.parts().get(i), type.partTypmods().get(i), n).orElse("NULL"));
    }
    return Optional.of(parts.toString());
  }

  private Optional<String> range(ValueType type, String n) {
    Optional<String> low = of(type.range(), -1, n);
    Optional<String> high = of(type.range(), -1, "(" + n + " + 1)");
    return low.isEmpty() || high.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%1$s(least(%2$s, %3$s), greatest(%2$s, %3$s))"
                .formatted(type.name(), low.get(), high.get()));
  }

  private Optional<String> array(ValueType type, int typmod, String n) {
    List<String> elements = new ArrayList<>();
    of(type.element(), typmod, n).ifPresent(elements::add);
    of(type.element(), typmod, "(" + n + " + 1)").ifPresent(elements::add);
    return elements.isEmpty()
        ? Optional.empty()
        : Optional.of("ARRAY[" + String.join(", ", elements) + "]::" + type.name());
  }

  private Optional<String> base(ValueType type, int typmod, String n) {
    if (!type.isBuiltIn()) {
      return foreign(type, typmod, n);
    }
    return switch (type.typeName()) {
      case "numeric" -> Optional.of(numeric(typmod, n));
      case "text" -> Optional.of(text(Integer.MAX_VALUE, n));
      case "varchar" -> Optional.of(text(length(typmod), n));
      case "bpchar" -> Optional.of(text(typmod < HEADER ? 1 : length(typmod), n) + "::bpchar");
      case "bit" -> Optional.of("(%s)::bit(%d)".formatted(n, Math.max(1, typmod)));
      case "varbit" ->
          Optional.of("(%s)::bit(%d)::varbit".formatted(n, typmod < 1 ? BITS : typmod));
      default -> Optional.ofNullable(BUILT_IN.get(type.typeName())).map(f -> f.formatted(n));
    };
  }

  private static int length(int typmod) {
    return typmod < HEADER ? Integer.MAX_VALUE : typmod - HEADER;
  }

  /** Ends with the number, so that one that is cut is another all the same. */
  private static String text(int length, String n) {
    String text = "('t' || lpad((%s)::text, 6, '0'))".formatted(n);
    return length > DIGITS ? text : "right(%s, %d)".formatted(text, length);
  }

  private static String numeric(int typmod, String n) {
    if (typmod < HEADER) {
      return "(%s + 0.5)".formatted(n);
    }
    int precision = (typmod - HEADER) >> 16 & 0xFFFF;
    int scale = (((typmod - HEADER) & 0x7FF) ^ 1024) - 1024;
    long values = (long) Math.pow(10, Math.min(precision, DIGITS));
    return "(((%s) %% %d)::numeric * 10::numeric ^ %d)".formatted(n, values, -scale);
  }

  /** A type that an extension has brought, or a user made. */
  private Optional<String> foreign(ValueType type, int typmod, String n) {
    if (type.category() == 'S') {
      return Optional.of("(%s)::%s".formatted(text(Integer.MAX_VALUE, n), type.name()));
    }
    // pgvector: the modifier is the number of dimensions.
    String vector =
        "('[' || array_to_string(array_fill((%s %% 1000)::int, ARRAY[%d]), ',') || ']')::%s"
            .formatted(n, Math.max(1, typmod), type.name());
    if (typmod > 0 && trials.accepts(vector.replace(n, "1"))) {
      return Optional.of(vector);
    }
    return GUESSES.stream()
        .map(guess -> "'" + guess + "'::" + type.name())
        .filter(trials::accepts)
        .findFirst();
  }
}
