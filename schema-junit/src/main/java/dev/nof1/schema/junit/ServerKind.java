package dev.nof1.schema.junit;

/** Which server test databases are on. */
enum ServerKind {
  /** The embedded one where this platform has binaries, else a container. */
  AUTO,
  EMBEDDED,
  TESTCONTAINERS,
  EXTERNAL
}
