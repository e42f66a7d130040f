package dev.nof1.schema.junit.contract;

/** Titles of the parts of a contract. */
final class Titles {
  static final String IDS = "ids are unique and ordered";
  static final String UNDO = "every migration has an undo section";
  static final String STAIRWAY = "up, down, up";
  static final String TRACE = "down leaves no trace";
  static final String TWICE = "up twice changes nothing";
  static final String OFFLINE = "the offline script gives the same as up";
  static final String BASE = "down to base leaves nothing";
  static final String FILE = "head equals schema.sql";
  static final String ROWS = "rows survive";

  private Titles() {}
}
