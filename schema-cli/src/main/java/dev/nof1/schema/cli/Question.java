package dev.nof1.schema.cli;

/** A command that asks and changes nothing; when it fails, the answer is not "no" but unknown. */
interface Question {}
