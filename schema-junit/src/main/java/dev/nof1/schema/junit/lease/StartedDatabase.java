package dev.nof1.schema.junit.lease;

/**
 * Frozen database on which an application has started.
 *
 * @param number which start it was; no two have the same
 * @param database its name
 */
public record StartedDatabase(int number, String database) {}
