package dev.nof1.schema.sql;

/**
 * A {@code ${name}} that stands where SQL is expected, so that no server can read it: a variable
 * without a value. Between quotes, and in comments, it may be meant.
 *
 * @param name what stands between the braces
 * @param line where it starts, in lines of the text that was read, from 1
 * @param column where it starts in that line, in characters, from 1
 */
public record Placeholder(String name, int line, int column) {}
