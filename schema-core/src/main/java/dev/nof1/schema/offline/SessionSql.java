package dev.nof1.schema.offline;

import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.driver.SessionPremise;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps the settings that a script changes from those after it, as the library does: a dump that
 * empties {@code search_path} is a common first migration.
 */
final class SessionSql {
  /** First words of statements that set something, or may run a function that does. */
  private static final Set<String> SETTING =
      Set.of("SET", "RESET", "DISCARD", "DO", "CALL", "SELECT", "WITH", "VALUES", "EXECUTE");

  /** Written before the first statement that may change a setting. */
  static final String KEEP =
      Block.run(
          """
          BEGIN
            PERFORM set_config('nof1_schema.kept', json_build_object(
              'user', session_user, 'role', current_setting('role'), 'path', current_setting('search_path'),
              'others', coalesce((SELECT json_object_agg(name, current_setting(name)) FROM pg_settings
                WHERE source = 'session' AND context IN ('user', 'superuser')
                AND name NOT IN (%s)), '{}'))::text, false);
          END
          """
              .formatted(SessionPremise.PUT_BACK_APART));

  /** Written before the first statement that names a setting which the server does not list. */
  static String keep(String custom) {
    String name = Block.literal(custom);
    return Block.run(
        """
        DECLARE
          kept json := nullif(current_setting('nof1_schema.kept', true), '')::json;
        BEGIN
          IF kept IS NOT NULL THEN
            PERFORM set_config('nof1_schema.kept', (kept::jsonb || jsonb_build_object('custom',
              coalesce((kept->'custom')::jsonb, '{}') || jsonb_build_object(%s, coalesce(current_setting(%s, true), ''))))::text, false);
          END IF;
        END
        """
            .formatted(name, name));
  }

  /** Written after the script's last statement. */
  static final String RESTORE =
      Block.run(
          """
          DECLARE
            kept json := nullif(current_setting('nof1_schema.kept', true), '')::json;
            one record;
          BEGIN
            IF kept IS NULL THEN
              RETURN;
            END IF;
            PERFORM set_config('session_authorization', kept->>'user', false);
            PERFORM set_config('role', kept->>'role', false);
            PERFORM set_config('search_path', kept->>'path', false);
            FOR one IN SELECT name FROM pg_settings
              WHERE source = 'session' AND context IN ('user', 'superuser')
              AND name NOT IN (%s)
              AND kept->'others'->>name IS NULL
            LOOP
              EXECUTE 'RESET ' || one.name;
            END LOOP;
            FOR one IN SELECT * FROM json_each_text(kept->'others') LOOP
              IF current_setting(one.key, true) IS DISTINCT FROM one.value THEN
                PERFORM set_config(one.key, one.value, false);
              END IF;
            END LOOP;
            FOR one IN SELECT * FROM json_each_text(coalesce(kept->'custom', '{}')) LOOP
              IF coalesce(current_setting(one.key, true), '') <> one.value THEN
                PERFORM set_config(one.key, one.value, false);
              END IF;
            END LOOP;
          END
          """
              .formatted(SessionPremise.PUT_BACK_APART));

  private SessionSql() {}

  /**
   * Checks whether a statement may change a setting. The effect of triggers is not seen: to keep
   * and restore around every statement would bury the scripts in the file.
   */
  static boolean mayChange(SqlStatement s) {
    if (s.startsWith("SET", "TRANSACTION")) {
      // Ends with its transaction; and no query may stand before it.
      return false;
    }
    return s.words().isEmpty()
        || SETTING.contains(s.words().get(0))
        || s.words().contains("SELECT")
        || s.text().toLowerCase(Locale.ROOT).contains("set_config");
  }
}
