package dev.nof1.schema.run;

import dev.nof1.schema.changelog.UnfinishedNote;
import dev.nof1.schema.plan.Step;
import java.sql.SQLException;
import java.util.Optional;

/** Place where it is noted how far a script gets; reports once why there is none. */
final class NotePlace {
  private final RunContext run;
  private final Step step;
  private boolean reported;
  private Optional<String> whyNot = Optional.empty();

  NotePlace(RunContext run, Step step) {
    this.run = run;
    this.step = step;
  }

  Optional<UnfinishedNote> open() throws SQLException {
    Optional<UnfinishedNote> opened =
        UnfinishedNote.open(
            run.connection,
            run.changelog,
            run.session.settings().user(),
            run.session.settings().role(),
            why -> whyNot = Optional.of(run.settings.masked(why)));
    if (opened.isEmpty() && !reported && run.changelog.exists(run.connection)) {
      reported = true;
      run.listener.notice(
          "NOTICE: how far migration %s gets is not noted in the database: %s."
              .formatted(
                  step.migration(),
                  whyNot.orElse(
                      "the changelog " + run.changelog.name() + " belongs to another user")));
    }
    return opened;
  }
}
