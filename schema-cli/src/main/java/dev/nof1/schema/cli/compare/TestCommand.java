package dev.nof1.schema.cli.compare;

import dev.nof1.schema.cli.contract.ContractRun;
import dev.nof1.schema.cli.contract.Proof;
import dev.nof1.schema.cli.contract.Proof.Outcome;
import dev.nof1.schema.cli.contract.TestedRepository;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.OutputFormat;
import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.error.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code schema-cli test}. */
@Command(
    name = "test",
    description =
        "Proves the migrations, on databases of an embedded server of its own: each can be applied, undone and applied again, undoing leaves no trace and loses no rows, and more. Exit code 1 when one is not as it should be, 3 when that could not be found out. Runs scripts, not hooks.",
    footer = {
      "",
      "Examples:",
      "  schema-cli test --path=repo",
      "  schema-cli test --format json --xml=target/reports    for a build server"
    })
public final class TestCommand implements Callable<Integer>, Question {
  private static final String BUNDLED = "nof1/schema.sql";

  private final CommandContext context;
  @Mixin private OutputFormat format;

  @Option(
      names = "--xml",
      paramLabel = "PATH",
      description =
          "Writes the results as JUnit XML too: to this file, or to TEST-migrations.xml where it is a folder or ends with a slash.")
  private @Nullable String xml;

  @Option(
      names = "--target",
      paramLabel = "FILE",
      description =
          "The SQL file that declares the schema at head (default: schema.sql beside the folder of the scripts, where there is one).")
  private @Nullable Path target;

  public TestCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Workspace workspace = context.workspace();
    Optional<ProofXml> report =
        Optional.ofNullable(xml)
            .map(p -> new ProofXml("migrations", context.invocation().workingDirectory(), p));
    TestedRepository repository =
        new TestedRepository(
            workspace.source(),
            workspace.settings(),
            workspace.environment().changelog(),
            schemaFile(workspace));
    ProofTree tree = new ProofTree(context.console());
    List<Proof> proofs = ContractRun.of(repository, format.json() ? proof -> {} : tree::print);
    if (format.json()) {
      ProofJson.write(proofs, context.console().out());
    } else {
      tree.end(proofs);
    }
    boolean reported = report.map(file -> file.write(proofs, context.console())).orElse(true);
    // What is known to be wrong is wrong, whatever else could not be found out.
    if (ProofTree.count(proofs, Outcome.FAILED) > 0) {
      return ExitCode.FAILED;
    }
    return reported && ProofTree.count(proofs, Outcome.ERROR) == 0
        ? ExitCode.DONE
        : ExitCode.UNKNOWN;
  }

  private Optional<String> schemaFile(Workspace workspace) {
    if (target != null) {
      Path file = context.invocation().workingDirectory().resolve(target);
      if (!Files.isRegularFile(file)) {
        throw new ConfigurationException(
            "There is no file %s. Nothing was run. Check --target.".formatted(file.normalize()));
      }
      return Optional.of(file.toString());
    }
    if (workspace.scripts().isPresent()) {
      return workspace.schemaFile().map(Path::toString);
    }
    return TestCommand.class.getClassLoader().getResource(BUNDLED) == null
        ? Optional.empty()
        : Optional.of("classpath:" + BUNDLED);
  }
}
