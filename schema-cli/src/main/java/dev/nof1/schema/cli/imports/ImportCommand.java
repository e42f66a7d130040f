package dev.nof1.schema.cli.imports;

import dev.nof1.schema.cli.imports.RepositoryFiles.Outcome;
import dev.nof1.schema.cli.imports.foreign.ForeignScripts;
import dev.nof1.schema.cli.imports.foreign.ForeignTool;
import dev.nof1.schema.cli.imports.foreign.ImportSource;
import dev.nof1.schema.cli.io.Confirmation;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.cli.workspace.RepositoryLayout;
import dev.nof1.schema.cli.workspace.RepositoryOptions;
import dev.nof1.schema.cli.workspace.Workspace;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code schema-cli import}. */
@Command(
    name = "import",
    description =
        "Takes over the migrations of another tool into a MyBatis Migrations repository, and reports"
            + " what it could not take over and why. Files that are there already stay as they are."
            + " With --from-database also records, in one transaction and after asking, exactly the"
            + " migrations that the tool's own history table has.",
    footer = {
      "",
      "Examples:",
      "  schema-cli import flyway src/main/resources/db/migration migrations",
      "  schema-cli import flyway src/main/resources/db/migration . --maven --from-database --env=production"
    })
public final class ImportCommand implements Callable<Integer> {
  private final CommandContext context;
  @Spec private CommandSpec spec;
  @Mixin private Confirmation confirmation;

  @Parameters(index = "0", paramLabel = "TOOL", description = "One of ${COMPLETION-CANDIDATES}.")
  private ToolName name = ToolName.flyway;

  @Parameters(
      index = "1",
      paramLabel = "SOURCE",
      description = "The tool's folder of migrations, or a file with the SQL that it writes.")
  private Path source = Path.of("");

  @Parameters(
      index = "2",
      paramLabel = "DIR",
      description = "The repository, created where it is missing.")
  private Path folder = Path.of("");

  @Option(
      names = "--maven",
      description =
          "DIR is a Maven project: scripts in src/main/resources/db/migrations, environments in env/.")
  private boolean maven;

  @Option(
      names = "--from-database",
      description = "Record what the tool's history table says, in the database of DIR and --env.")
  private boolean fromDatabase;

  @Option(
      names = "--history-table",
      paramLabel = "TABLE",
      description = "The tool's history table as in SQL, where it is not its default.")
  private @Nullable String historyTable;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Flyway's configuration as a properties file: placeholders, prefixes, encoding, table.")
  private @Nullable Path config;

  @Option(
      names = "--encoding",
      paramLabel = "CHARSET",
      description = "The encoding of the tool's files (default: UTF-8; a byte order mark counts).")
  private @Nullable Charset encoding;

  @Option(
      names = "--undo",
      paramLabel = "FILE",
      description =
          "The SQL that undoes, where the tool writes it apart: Liquibase's future-rollback-sql,"
              + " Alembic's downgrade --sql.")
  private @Nullable Path undo;

  public ImportCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    RepositoryOptions options = context.options();
    if (options.path != null) {
      throw new ParameterException(
          spec.commandLine(), "The repository is given twice: as DIR and by --path.");
    }
    Path working = context.workingDirectory();
    ImportSource from =
        new ImportSource(
            working.resolve(source).normalize(),
            Optional.ofNullable(encoding),
            Optional.ofNullable(config).map(working::resolve),
            Optional.ofNullable(undo).map(working::resolve),
            Optional.ofNullable(historyTable));
    ForeignTool tool = name.tool();
    ForeignScripts scripts = tool.read(from);
    Path base = working.resolve(folder).normalize();
    RepositoryFiles files = files(base, working, options);
    files.check(scripts.scripts());
    files.createEnvironment(scripts, tool.ownTables(from));
    Workspace workspace = context.workspace(base, files.environments(), files.scripts());
    Map<String, Outcome> outcomes =
        files.createScripts(scripts, tool.title(), workspace.settings().charset());
    new ImportReport(context.console()).print(tool.title(), scripts, outcomes, workspace);
    if (!fromDatabase) {
      context
          .console()
          .note(
              "Next: say in %s which database, then record there what %s has applied with --from-database, or 'up' in a new one."
                  .formatted(files.environment(), tool.title()));
      return ExitCode.DONE;
    }
    try (Database database = workspace.open()) {
      int code = new HistoryRecording(context, tool, from).run(database, scripts, confirmation);
      if (code == ExitCode.DONE) {
        context
            .console()
            .note(
                "Next: 'schema-cli check --path=%s' compares the database with what these migrations give."
                    .formatted(folder));
      }
      return code;
    }
  }

  private RepositoryFiles files(Path base, Path working, RepositoryOptions options) {
    RepositoryLayout layout = maven ? RepositoryLayout.MAVEN : RepositoryLayout.ofNamed(base);
    return new RepositoryFiles(
        base,
        layout,
        options.scriptFolder == null ? layout.scripts(base) : working.resolve(options.scriptFolder),
        options.environmentFolder == null
            ? layout.environments(base)
            : working.resolve(options.environmentFolder),
        options.environment);
  }
}
