package dev.nof1.schema.cli.imports.foreign;

/**
 * Part of the other tool's files that is not taken over.
 *
 * @param what such as a file's name
 * @param why and what to do instead
 */
public record LeftOut(String what, String why) {}
