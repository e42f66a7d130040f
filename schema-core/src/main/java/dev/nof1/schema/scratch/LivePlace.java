package dev.nof1.schema.scratch;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.sql.driver.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Properties of a database that decide where its migrations put objects, and who owns them.
 *
 * @param major PostgreSQL's major version
 * @param searchPath the schemas there are, quoted, so that it means the same to another user; empty
 *     for {@code public} alone
 * @param owner whose the changelog is, and so, mostly, what the migrations made; empty for
 *     anybody's
 * @param databaseOwner whose the database is; empty for anybody's
 * @param grants statements that give the changelog's owner what it was granted on schema {@code
 *     public}, as it must have been before the first migration; empty for none
 */
record LivePlace(int major, String searchPath, String owner, String databaseOwner, String grants) {
  /** Place where there is no live database: all as usual. */
  static final LivePlace ANY = new LivePlace(0, "", "", "", "");

  private static final String QUERY =
      """
      SELECT current_setting('server_version_num')::int / 10000,
             (SELECT string_agg('"' || replace(name, '"', '""') || '"', ', ' ORDER BY place)
              FROM unnest(current_schemas(false)) WITH ORDINALITY AS path (name, place)),
             owner.rolname,
             (SELECT rolname FROM pg_database JOIN pg_roles r ON r.oid = datdba
              WHERE datname = current_database() AND rolname !~ '^pg_'),
             (SELECT string_agg(format('GRANT %s ON SCHEMA public TO %I%s', privilege_type, owner.rolname,
                                       CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END),
                                '; ' ORDER BY privilege_type)
              FROM pg_namespace, aclexplode(nspacl)
              WHERE nspname = 'public' AND grantee = owner.oid AND grantor = nspowner AND grantee <> nspowner)
      FROM (VALUES (1)) AS always
      LEFT JOIN (SELECT r.oid, rolname FROM pg_class c JOIN pg_roles r ON r.oid = relowner
                 WHERE c.oid = to_regclass(?) AND rolname !~ '^pg_') AS owner ON true
      """;

  static LivePlace of(DataSource database, String changelog) {
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(QUERY)) {
      query.setString(1, changelog);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        String path = row.getString(2);
        return new LivePlace(
            row.getInt(1),
            path == null || path.equals("\"public\"") ? "" : path,
            text(row, 3),
            text(row, 4),
            text(row, 5));
      }
    } catch (SQLException e) {
      throw new DatabaseException("The database cannot be read: " + SqlStates.describe(e) + ".", e);
    }
  }

  private static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }
}
