package dev.nof1.schema.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Fails when the database is not what its migrations give, because it was changed by hand. */
@Mojo(name = "check", threadSafe = true)
public final class CheckMojo extends SchemaMojo {
  /**
   * SQL file that declares the whole schema, which all migrations are compared with instead of a
   * database; no database is connected to.
   */
  @Parameter(property = "schema.target")
  private @Nullable String target;

  /** File, or folder of TEST-check.xml, that the answer is written to as JUnit XML. */
  @Parameter(property = "schema.xml")
  private @Nullable String xml;

  /** Constructs a goal whose parameters Maven fills in. */
  public CheckMojo() {}

  @Override
  Arguments arguments() {
    return arguments("check").option("--target", target).option("--xml", xml);
  }
}
