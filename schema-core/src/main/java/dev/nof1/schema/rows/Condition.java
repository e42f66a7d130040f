package dev.nof1.schema.rows;

import java.util.List;

/**
 * Condition that a row has to meet.
 *
 * @param columns numbers of the columns that it names
 * @param sql an expression over the table's columns
 */
record Condition(List<Integer> columns, String sql) {}
