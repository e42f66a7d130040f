package dev.nof1.schema.changelog;

import java.math.BigDecimal;

/**
 * A script outside a transaction that began and did not come to its end.
 *
 * @param id the migration
 * @param undo whether its undo section was run
 * @param statement the statement that was begun last, from 1; those before it are done. One more
 *     than there are: all are done, but it is not recorded.
 * @param line where that statement stands, from 1; 0 if there is none
 * @param before a digest of the statements before it, so that a changed script is noticed
 * @param reason what the server said to it; empty where nobody was left to hear, so that it may
 *     have taken effect or not
 */
public record Unfinished(
    BigDecimal id, boolean undo, int statement, int line, String before, String reason) {}
