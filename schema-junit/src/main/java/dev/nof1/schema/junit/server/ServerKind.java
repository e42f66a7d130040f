package dev.nof1.schema.junit.server;

/** Kind of the server that test databases are on. */
public enum ServerKind {
  /** Embedded one where this platform has binaries, else a container. */
  AUTO,
  EMBEDDED,
  TESTCONTAINERS,
  EXTERNAL
}
