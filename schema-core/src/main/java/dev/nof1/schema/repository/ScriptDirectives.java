package dev.nof1.schema.repository;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Directives in the comments of a script.
 *
 * @param undoLine the line of the undo marker, from 1; 0 if there is none
 * @param irreversible why there is no undo ({@code -- //@IRREVERSIBLE reason}), if it says so
 * @param lossy why undoing loses rows ({@code -- //@LOSSY reason}), if it says so
 * @param upOutsideTransaction whether the up section has {@code -- //@NO_TRANSACTION}
 * @param undoOutsideTransaction whether the undo section has it
 * @param replaces the migrations that it was squashed from ({@code -- //@REPLACES id checksum
 *     description}, a line each), with the checksums that their scripts had; itself is among them
 */
public record ScriptDirectives(
    int undoLine,
    Optional<String> irreversible,
    Optional<String> lossy,
    boolean upOutsideTransaction,
    boolean undoOutsideTransaction,
    SortedMap<BigDecimal, String> replaces) {

  /**
   * Copies the map.
   *
   * @param undoLine the line of the undo marker
   * @param irreversible why there is no undo
   * @param lossy why undoing loses rows
   * @param upOutsideTransaction whether the up section runs outside a transaction
   * @param undoOutsideTransaction whether the undo section does
   * @param replaces what it was squashed from
   */
  public ScriptDirectives {
    replaces = Collections.unmodifiableSortedMap(new TreeMap<>(replaces));
  }

  /**
   * Checks whether a section is to be run outside a transaction.
   *
   * @param direction which section
   * @return true if it carries {@code -- //@NO_TRANSACTION}
   */
  public boolean outsideTransaction(Direction direction) {
    return direction == Direction.UP ? upOutsideTransaction : undoOutsideTransaction;
  }
}
