package dev.nof1.schema.repository;

import java.util.Optional;

/**
 * What the comments of a script say about it.
 *
 * @param undoLine the line of the undo marker, from 1; 0 if there is none
 * @param irreversible why there is no undo ({@code -- //@IRREVERSIBLE reason}), if it says so
 * @param lossy why undoing loses rows ({@code -- //@LOSSY reason}), if it says so
 * @param upOutsideTransaction whether the up section has {@code -- //@NO_TRANSACTION}
 * @param undoOutsideTransaction whether the undo section has it
 */
public record ScriptDirectives(
    int undoLine,
    Optional<String> irreversible,
    Optional<String> lossy,
    boolean upOutsideTransaction,
    boolean undoOutsideTransaction) {

  /**
   * Whether that section is to be run outside a transaction.
   *
   * @param direction which section
   * @return true if it carries {@code -- //@NO_TRANSACTION}
   */
  public boolean outsideTransaction(Direction direction) {
    return direction == Direction.UP ? upOutsideTransaction : undoOutsideTransaction;
  }
}
