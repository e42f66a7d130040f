package dev.nof1.schema.scratch;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.error.SchemaException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Objects that a scratch server lacks and that were there before the first migration: roles, of
 * which only the names are needed, and schemas. The servers are ours and speak English.
 */
final class ScratchLacks {
  private static final Pattern ROLE = Pattern.compile("role \"(.*)\" does not exist");

  /** undefined_object; and invalid_parameter_value, because SET ROLE is a setting. */
  private static final Set<String> NO_ROLE = Set.of("42704", "22023");

  private static final String NO_PRIVILEGE = "42501";
  private static final Pattern SCHEMA = Pattern.compile("schema \"(.*)\" does not exist");
  private static final Pattern EXTENSION = Pattern.compile("extension \"(.*)\" is not available");
  private static final Pattern CONTROL_FILE = Pattern.compile("/([^/\"]+)\\.control\"");

  private final LivePlace place;
  private final Set<String> roles = new LinkedHashSet<>();
  private final Set<String> schemas = new LinkedHashSet<>();

  ScratchLacks(LivePlace place) {
    this.place = place;
  }

  /** Takes note of what is lacking; empty if it is nothing of the kind, or was created already. */
  Optional<String> learn(SchemaException e) {
    @Nullable ServerErrorMessage said = said(e);
    if (said == null) {
      return Optional.empty();
    }
    String text = String.valueOf(said.getMessage());
    Matcher role = ROLE.matcher(text);
    if (NO_ROLE.contains(String.valueOf(said.getSQLState())) && role.matches()) {
      return roles.add(role.group(1)) ? Optional.of(role.group(1)) : Optional.empty();
    }
    if ("3F000".equals(said.getSQLState())) {
      Matcher schema = SCHEMA.matcher(text);
      String name = schema.matches() ? quoted(schema.group(1)) : firstOfSearchPath();
      return !name.isEmpty() && schemas.add(name) ? Optional.of(name) : Optional.empty();
    }
    return Optional.empty();
  }

  /** Lists the statements that run in a new database before anything else. */
  List<String> before(String database) {
    List<String> statements = new ArrayList<>();
    for (String role : roles) {
      statements.add(created(quoted(role)));
    }
    if (!place.databaseOwner().isEmpty()) {
      // Default privileges of the database's owner are kept apart from those of others.
      String owner = quoted(place.databaseOwner());
      statements.add(created(owner));
      statements.add("ALTER DATABASE %s OWNER TO %s".formatted(database, owner));
    }
    if (!place.owner().isEmpty()) {
      // What is granted to the owner is nothing there, so it must be nobody else's here.
      String owner = quoted(place.owner());
      statements.add(created(owner));
      statements.add("ALTER ROLE %s SUPERUSER".formatted(owner));
      statements.add(
          "ALTER ROLE CURRENT_USER IN DATABASE %s SET role = %s".formatted(database, owner));
    }
    if (!place.grants().isEmpty()) {
      statements.add(place.grants());
    }
    schemas.forEach(schema -> statements.add("CREATE SCHEMA " + schema));
    if (!place.searchPath().isEmpty()) {
      statements.add("ALTER DATABASE " + database + " SET search_path = " + place.searchPath());
    }
    return statements;
  }

  /** Describes why a scratch database could not be made, without advice for a real one. */
  static DatabaseException failure(SchemaException e, String server) {
    @Nullable ServerErrorMessage said = said(e);
    String text = said == null ? "" : String.valueOf(said.getMessage());
    Matcher extension = EXTENSION.matcher(text);
    Matcher file = CONTROL_FILE.matcher(text);
    String lacking = extension.matches() ? extension.group(1) : file.find() ? file.group(1) : "";
    return new DatabaseException(
        "A scratch database could not be made (%s): %s%s"
            .formatted(
                server,
                what(e),
                lacking.isEmpty()
                    ? next(said)
                    : "\nThe server that this program starts has no extension %s."
                        .formatted(lacking)),
        e);
  }

  private static String next(@Nullable ServerErrorMessage said) {
    return said != null && NO_PRIVILEGE.equals(said.getSQLState())
        ? "\nA role that no migration creates is made there too, but has no privileges beyond those that migrations grant. Grant in a migration what the role was granted by hand."
        : "";
  }

  /** Describes the failure without what became of a real database. */
  private static String what(SchemaException e) {
    return e instanceof MigrationFailedException m
        ? m.failure().stripTrailing()
        : String.valueOf(e.getMessage());
  }

  private static @Nullable ServerErrorMessage said(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        return cause instanceof PSQLException sql ? sql.getServerErrorMessage() : null;
      }
    }
    return null;
  }

  private String firstOfSearchPath() {
    Matcher first = Pattern.compile("\"(?:[^\"]|\"\")*\"").matcher(place.searchPath());
    return first.lookingAt() ? first.group() : "";
  }

  /** A server has its roles whichever database is dropped. */
  private static String created(String role) {
    return "DO $role$ BEGIN CREATE ROLE %s; EXCEPTION WHEN duplicate_object THEN NULL; END $role$"
        .formatted(role);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
