package dev.nof1.schema.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionText implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"schema-cli " + number()};
  }

  /** The jar's manifest has it; classes run from a folder have none. */
  static String number() {
    String version = SchemaCli.class.getPackage().getImplementationVersion();
    return version == null ? "(development build)" : version;
  }
}
