package dev.nof1.schema.spring.test;

/** End of the JVM: what is closed then need not be tidied, for the server goes with the JVM. */
final class EndOfJvm {
  private EndOfJvm() {}

  static boolean hasBegun() {
    Thread probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
