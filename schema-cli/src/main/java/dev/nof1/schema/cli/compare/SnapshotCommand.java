package dev.nof1.schema.cli.compare;

import com.google.gson.stream.JsonWriter;
import dev.nof1.schema.catalog.SchemaObject;
import dev.nof1.schema.catalog.SchemaSnapshot;
import dev.nof1.schema.catalog.Uncovered;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.Json;
import dev.nof1.schema.cli.io.OutputFile;
import dev.nof1.schema.cli.io.OutputFormat;
import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.cli.workspace.Inquiry;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.driver.SqlStates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code schema-cli snapshot}. */
@Command(
    name = "snapshot",
    description = {
      "Writes what the database's schemas are as text: a paragraph an object, sorted, made to be committed and to be read in a diff.",
      "Only reads. The changelog is left out, and so is what belongs to an extension."
    },
    footer = {
      "",
      "Examples:",
      "  schema-cli snapshot -o schema.txt --force    then: git diff schema.txt",
      "  schema-cli snapshot --env=production --schema=public --format json"
    })
public final class SnapshotCommand implements Callable<Integer>, Question {
  private final CommandContext context;
  @Mixin private OutputFile output;
  @Mixin private OutputFormat format;
  @Mixin private SnapshotFlags flags;

  public SnapshotCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Workspace workspace = context.workspace();
    try (Inquiry inquiry = Inquiry.of(workspace);
        Connection connection = existing(inquiry).forReading().getConnection()) {
      SchemaSnapshot snapshot =
          SchemaSnapshot.read(connection, flags.reading(workspace.environment()));
      refuseUnknown(snapshot);
      output.write(
          context.invocation(),
          context.console(),
          OutputFile.Readers.USUAL,
          out ->
              out.append(
                  format.json()
                      ? json(snapshot, workspace.settings())
                      : masked(snapshot.text(flags.comparing()), workspace.settings())));
      return ExitCode.DONE;
    } catch (SQLException e) {
      throw new DatabaseException(
          "The database cannot be read: %s. Check that it runs and that host, port, name, user and password are right."
              .formatted(SqlStates.describe(e).replaceFirst("\\.$", "")),
          e);
    }
  }

  private static Database existing(Inquiry inquiry) {
    return inquiry
        .database()
        .orElseThrow(
            () ->
                new DatabaseException(
                    "The embedded server's database %s is not there yet, so there is nothing to read. 'schema-cli up' creates it."
                        .formatted(inquiry.embeddedName())));
  }

  private static void refuseUnknown(SchemaSnapshot snapshot) {
    if (!snapshot.missingSchemas().isEmpty()) {
      throw new DatabaseException(
          "The database has no schema %s. Nothing was written. Names of schemas are meant as the catalogs have them: without quotes, capitals where they have some."
              .formatted(String.join(", ", new TreeSet<>(snapshot.missingSchemas()))));
    }
  }

  /**
   * Masks the indented lines: a definition may hold a secret that a script put there. Names of
   * objects are at the margin.
   */
  private static String masked(String text, ScriptSettings settings) {
    return text.lines()
        .map(line -> (line.startsWith(" ") ? settings.masked(line) : line) + "\n")
        .collect(Collectors.joining());
  }

  private static String json(SchemaSnapshot snapshot, ScriptSettings settings) {
    StringWriter text = new StringWriter();
    Json.print(new PrintWriter(text), json -> write(json, snapshot, settings));
    return text.toString();
  }

  private static void write(JsonWriter json, SchemaSnapshot snapshot, ScriptSettings settings)
      throws IOException {
    json.name("postgres").value(snapshot.major());
    json.name("objects").beginArray();
    for (SchemaObject object : snapshot.objects()) {
      json.beginObject();
      json.name("kind").value(object.kind().label());
      json.name("name").value(object.name());
      json.name("attributes").beginObject();
      for (Map.Entry<String, String> attribute : object.attributes().entrySet()) {
        json.name(attribute.getKey()).value(settings.masked(attribute.getValue()));
      }
      json.endObject();
      json.endObject();
    }
    json.endArray();
    json.name("notCovered").beginArray();
    for (Uncovered kind : snapshot.uncovered()) {
      json.beginObject();
      json.name("kind").value(kind.kind());
      json.name("names").beginArray();
      for (String name : kind.names()) {
        json.value(name);
      }
      json.endArray();
      json.endObject();
    }
    json.endArray();
  }
}
