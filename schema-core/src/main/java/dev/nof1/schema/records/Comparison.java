package dev.nof1.schema.records;

import dev.nof1.schema.changelog.Recorded;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.plan.MigrationStatus;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.plan.Unapplied;
import dev.nof1.schema.plan.UnfinishedScript;
import dev.nof1.schema.repository.Finding;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Comparison of a database's records with the scripts as they are now. */
final class Comparison {
  private final Map<BigDecimal, Script> scripts = new TreeMap<>();
  private final Status status;
  private final NavigableMap<BigDecimal, Recorded> records;
  private final List<Finding> faults = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Comparison(
      List<Script> scripts,
      Status status,
      NavigableMap<BigDecimal, Recorded> records,
      Optional<UnfinishedScript> unfinished) {
    scripts.forEach(s -> this.scripts.put(s.migration().id(), s));
    this.status = status;
    this.records = records;
    unfinished.ifPresent(
        script ->
            faults.add(
                new Finding(
                    Finding.Rule.UNFINISHED, script.run().id().toPlainString(), script.words())));
  }

  Verification verification() {
    int unrecorded = 0;
    for (MigrationStatus m : status.migrations()) {
      switch (m.state()) {
        case APPLIED -> unrecorded += compare(m.migration()) ? 0 : 1;
        case MISSING -> missing(m.migration());
        case PENDING -> {
          if (m.outOfOrder()) {
            outOfOrder(m.migration());
          }
        }
      }
    }
    for (Unapplied u : status.squashed().unapplied()) {
      faults.add(new Finding(Finding.Rule.ORDER, u.id().toPlainString(), u.words()));
    }
    if (unrecorded > 0) {
      notes.add(
          "%d applied %s no recorded checksum, because another tool has applied %s or it could not be written; %s not compared. 'repair --checksums' records what the scripts are now."
              .formatted(
                  unrecorded,
                  unrecorded == 1 ? "migration has" : "migrations have",
                  unrecorded == 1 ? "it" : "them",
                  unrecorded == 1 ? "it was" : "they were"));
    }
    noteOrder();
    return new Verification(faults, notes);
  }

  /** False if there is nothing to compare with. */
  private boolean compare(Migration migration) {
    Script script = scripts.get(migration.id());
    Optional<String> recorded =
        Optional.ofNullable(records.get(migration.id())).flatMap(Recorded::checksum);
    if (script == null || recorded.isEmpty()) {
      return false;
    }
    try {
      if (!script.hadChecksum(recorded.get())) {
        faults.add(
            new Finding(
                Finding.Rule.CHECKSUM,
                script.location(),
                "%s: the script of migration %s has changed since it was applied. Bring back the one that was applied and put the change into a new migration; if the change is meant and harmless, 'repair --checksums' records it."
                    .formatted(script.location(), migration)));
      }
    } catch (RepositoryException e) {
      faults.add(new Finding(Finding.Rule.CHECKSUM, script.location(), e.finding()));
    }
    return true;
  }

  private void missing(Migration migration) {
    faults.add(
        new Finding(
            Finding.Rule.MISSING,
            migration.version(),
            "Migration %s is applied, but its script is not in the repository. Bring it back (an older branch has been checked out, or the file was renamed or deleted)."
                .formatted(migration)));
  }

  private void outOfOrder(Migration migration) {
    Script script = scripts.get(migration.id());
    String place = script == null ? migration.version() : script.location();
    faults.add(
        new Finding(
            Finding.Rule.ORDER,
            place,
            "%s: migration %s is pending and older than the newest applied one, so 'up' skips it. 'pending' applies it; or give it a new id (rename its file)."
                .formatted(place, migration)));
  }

  /**
   * Notes migrations that were applied out of order: to have used 'pending' is no fault, but other
   * databases get another order.
   */
  private void noteOrder() {
    @Nullable BigDecimal latest = null;
    Instant latestAt = Instant.MIN;
    for (Map.Entry<BigDecimal, Recorded> record : records.entrySet()) {
      Optional<Instant> at = record.getValue().at();
      boolean run = record.getValue().how().filter(how -> how.equals("run")).isPresent();
      if (at.isEmpty() || !run) {
        continue;
      }
      if (at.get().isBefore(latestAt) && latest != null) {
        notes.add(
            "Migration %s was applied before migration %s, against the order of their ids: a new database gets them the other way round."
                .formatted(record.getKey().toPlainString(), latest.toPlainString()));
      } else {
        latest = record.getKey();
        latestAt = at.get();
      }
    }
  }
}
