package dev.nof1.schema.junit.lease;

/** Which server test databases are on. */
public enum ServerKind {
  /** The embedded one where this platform has binaries, else a container. */
  AUTO,
  EMBEDDED,
  TESTCONTAINERS,
  EXTERNAL
}
