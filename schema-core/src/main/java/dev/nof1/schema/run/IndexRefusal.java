package dev.nof1.schema.run;

/** Refusal of a statement for an index that is there but not valid, in words. */
final class IndexRefusal {
  static final String FAILED_EARLIER = "building it failed earlier, or goes on just now";
  static final String FAILED = "building it failed";

  private IndexRefusal() {}

  static String words(String index, String why) {
    return "the index %1$s is there but not valid, because %2$s. DROP INDEX CONCURRENTLY %1$s first"
        .formatted(index, why);
  }
}
