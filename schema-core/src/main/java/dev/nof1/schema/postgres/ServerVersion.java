package dev.nof1.schema.postgres;

/** PostgreSQL's versions as text. */
final class ServerVersion {
  private ServerVersion() {}

  /** The number alone: packagers add words of their own, "15.14 (Debian 15.14-0+deb12u1)". */
  static String number(String said) {
    return said.strip().split(" ", 2)[0];
  }
}
