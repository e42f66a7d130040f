package dev.nof1.schema.cli.io;

import picocli.CommandLine.IVersionProvider;

/** Text that {@code --version} prints. */
public final class VersionText implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"schema-cli " + number()};
  }

  /** The jar's manifest has it; classes run from a folder have none. */
  public static String number() {
    String version = VersionText.class.getPackage().getImplementationVersion();
    return version == null ? "(development build)" : version;
  }
}
