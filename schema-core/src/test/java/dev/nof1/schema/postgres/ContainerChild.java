package dev.nof1.schema.postgres;

import dev.nof1.schema.error.ServerException;

/** A JVM that tries to start a container in surroundings of its own. */
final class ContainerChild {
  private ContainerChild() {}

  public static void main(String[] args) {
    try (ContainerServer server = ContainerServer.start(args[0], ServerSettings.defaults())) {
      System.out.println("started " + server);
    } catch (ServerException e) {
      System.out.println("failed: " + e.getMessage());
    }
    System.exit(0);
  }
}
