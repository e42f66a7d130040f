package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.OfflineMigrations;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.Ids;
import dev.nof1.schema.cli.io.OutputFile;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Inquiry;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.plan.Step;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code schema-cli script}. */
@Command(
    name = "script",
    description = {
      "Writes migrations as SQL for psql: those after FROM up to TO, undone if FROM is newer; or those that are pending.",
      "Between two versions nothing is connected to. What psql makes of it is what 'up' or 'down' would have done. Values of variables are filled in, so what is written may hold secrets; a new file (-o) is readable by its owner alone."
    },
    footer = {
      "",
      "Examples:",
      "  schema-cli script base head -o all.sql      then: psql -f all.sql",
      "  schema-cli script 20251118083000 base       what undoes all of it",
      "  schema-cli script pending --env=production  what 'pending' would run now"
    })
public final class ScriptCommand implements Callable<Integer> {
  private static final BigDecimal BASE = BigDecimal.ONE.negate();

  private final CommandContext context;
  @Spec private CommandSpec spec;
  @Mixin private OutputFile output;

  @Parameters(
      arity = "1..2",
      paramLabel = "FROM TO|pending|pending_undo",
      description =
          "Two versions: an id, 'base' (or 0) or 'head'. Or what the database lacks, or what would undo that.")
  private List<String> range = List.of();

  @Option(
      names = "--plain",
      description =
          "Leaves out psql's own commands: for a JDBC connection or another tool, which must stop at the first error by itself.")
  private boolean plain;

  public ScriptCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    boolean pending = range.equals(List.of("pending")) || range.equals(List.of("pending_undo"));
    if (!pending && range.size() != 2) {
      throw new ParameterException(
          spec.commandLine(),
          "'script %s' is not complete: give two versions (FROM TO), 'pending' or 'pending_undo'."
              .formatted(range.get(0)));
    }
    Workspace workspace = context.workspace();
    OfflineMigrations migrations = workspace.offline();
    List<Step> steps = pending ? pending(workspace, migrations) : between(migrations);
    if (steps.isEmpty()) {
      context.console().note("There is no migration to write.");
    }
    OfflineMigrations.Form form =
        plain ? OfflineMigrations.Form.PLAIN : OfflineMigrations.Form.PSQL;
    output.write(
        context.invocation(),
        context.console(),
        OutputFile.Readers.OWNER,
        out -> migrations.write(steps, form, out, OfflineHooks.of(workspace, steps)));
    return ExitCode.DONE;
  }

  private List<Step> pending(Workspace workspace, OfflineMigrations migrations) {
    try (Inquiry inquiry = Inquiry.of(workspace)) {
      return migrations.pending(inquiry.status(), range.get(0).equals("pending_undo"));
    }
  }

  private List<Step> between(OfflineMigrations migrations) {
    List<BigDecimal> known =
        migrations.migrations().stream().map(m -> m.id().stripTrailingZeros()).toList();
    BigDecimal from = version(range.get(0), known);
    BigDecimal to = version(range.get(1), known);
    if (from.compareTo(to) == 0) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' and '%s' are the same version, so there is nothing between them. 'base' is the one before the first migration."
              .formatted(range.get(0), range.get(1)));
    }
    return migrations.between(from, to);
  }

  /**
   * Reads a bound. The stock tool takes any number for one; here a number that is no id is at least
   * reported.
   */
  private BigDecimal version(String text, List<BigDecimal> known) {
    if (text.equals("base") || text.equals("0")) {
      return BASE;
    }
    if (text.equals("head")) {
      return known.isEmpty() ? BASE : known.get(known.size() - 1);
    }
    BigDecimal id = Ids.parse(spec, text, ", 'base' or 'head'");
    if (!known.contains(id.stripTrailingZeros())) {
      context
          .console()
          .warn("there is no migration %s; what lies before it counts.".formatted(text));
    }
    return id;
  }
}
