package dev.nof1.schema.rows;

import java.util.Optional;

/**
 * Table that was to be filled.
 *
 * @param name its schema and name, as in SQL; a partition stands for its parent
 * @param rows how many rows it got
 * @param reason why it got none; empty where it got some
 */
public record FilledTable(String name, int rows, Optional<String> reason) {}
