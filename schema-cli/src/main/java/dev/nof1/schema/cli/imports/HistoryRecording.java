package dev.nof1.schema.cli.imports;

import dev.nof1.schema.cli.imports.foreign.ForeignScript;
import dev.nof1.schema.cli.imports.foreign.ForeignScripts;
import dev.nof1.schema.cli.imports.foreign.ForeignTool;
import dev.nof1.schema.cli.imports.foreign.History;
import dev.nof1.schema.cli.imports.foreign.ImportSource;
import dev.nof1.schema.cli.io.Confirmation;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.report.StatusSummary;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.records.Adoption;
import dev.nof1.schema.records.Records;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.sql.driver.SqlStates;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Recording of what another tool's history says: shows the migrations that are in effect and what
 * is odd, asks, and records exactly these.
 */
record HistoryRecording(CommandContext context, ForeignTool tool, ImportSource source) {

  int run(Database database, ForeignScripts scripts, Confirmation confirmation) {
    Console console = context.console();
    History history = read(database, scripts);
    Set<BigDecimal> ids = new TreeSet<>(Set.of(BigDecimal.ZERO));
    for (ForeignScript script : scripts.scripts()) {
      if (history.applied().contains(script.key())) {
        ids.add(script.id());
      }
    }
    Records records = database.migrations().records();
    Adoption adoption = records.adoption(ids);
    history.remarks().forEach(remark -> console.result("history   " + remark));
    gaps(scripts, history, console);
    if (adoption.isEmpty()) {
      StatusSummary.print(console, "Nothing to record: ", database.migrations().status());
      return ExitCode.DONE;
    }
    if (adoption.creates()) {
      console.note("Would create the changelog table.");
    }
    console.note(
        "Would record as applied in %s, without running (%d):"
            .formatted(database.description(), adoption.recorded().size()));
    for (Migration migration : adoption.recorded()) {
      console.note("  " + migration);
    }
    if (!confirmation.given(context.invocation(), console, "Record this?")) {
      return ExitCode.FAILED;
    }
    records.apply(adoption, connection -> refuseChanged(connection, scripts, history));
    console.note("Recorded.");
    StatusSummary.print(console, "", database.migrations().status());
    return ExitCode.DONE;
  }

  private History read(Database database, ForeignScripts scripts) {
    try (Connection connection = database.forReading().getConnection()) {
      return tool.history(connection, scripts, source);
    } catch (SQLException e) {
      throw new DatabaseException(
          "The history of %s cannot be read: %s. Nothing was recorded."
              .formatted(tool.title(), e.getMessage()),
          e);
    }
  }

  /** A migration that was passed over: newer ones are applied, so that 'up' alone skips it. */
  private static void gaps(ForeignScripts scripts, History history, Console console) {
    List<ForeignScript> all = scripts.scripts();
    int last = -1;
    for (int i = 0; i < all.size(); i++) {
      last = history.applied().contains(all.get(i).key()) ? i : last;
    }
    for (ForeignScript script : all.subList(0, last + 1)) {
      if (!history.applied().contains(script.key())) {
        console.result(
            "history   not applied there, though newer ones are: %s (%s); 'pending' applies it."
                .formatted(script.id().toPlainString(), script.origin()));
      }
    }
  }

  /** Premise of what was agreed to, which holds until the rows are committed. */
  private void refuseChanged(Connection connection, ForeignScripts scripts, History before)
      throws SQLException {
    try {
      tool.lockHistory(connection, source);
    } catch (SQLException e) {
      if (SqlStates.isLockNotGot(SqlStates.of(e))) {
        throw atWork("is at work: its history is locked", e);
      }
      throw e;
    }
    if (!tool.history(connection, scripts, source).equals(before)) {
      throw atWork("has been at work in the meantime", null);
    }
  }

  private DatabaseException atWork(String words, @Nullable SQLException cause) {
    return new DatabaseException(
        "%s %s. Nothing was recorded. Stop it, and run this again.".formatted(tool.title(), words),
        cause);
  }
}
