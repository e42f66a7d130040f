package dev.nof1.schema.cli.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nof1.schema.cli.imports.foreign.ForeignScript;
import dev.nof1.schema.cli.imports.foreign.ForeignScripts;
import dev.nof1.schema.cli.io.Templates;
import dev.nof1.schema.cli.workspace.RepositoryLayout;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.sql.SecretNames;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files of the repository that an import makes. A file that is there already stays as it is,
 * whatever its content.
 *
 * @param base the repository's folder
 * @param layout where its files are, where options name no folder
 * @param scripts the folder of its scripts
 * @param environments the folder of its environments
 * @param name the environment's
 */
record RepositoryFiles(
    Path base, RepositoryLayout layout, Path scripts, Path environments, String name) {
  private static final String CHANGELOG = "0_create_changelog.sql";

  /** Results for one file. */
  enum Outcome {
    CREATED,
    /** It was there with the same content. */
    THERE,
    /** It was there with another content, which stays. */
    KEPT
  }

  /**
   * Refuses a folder whose scripts do not go together with imported ones.
   *
   * @throws ConfigurationException if so; nothing was created
   */
  void check(List<ForeignScript> imported) {
    Map<BigDecimal, String> there = scriptsThere();
    if (!there.isEmpty() && !CHANGELOG.equals(there.get(BigDecimal.ZERO))) {
      throw new ConfigurationException(
          "%s has scripts of its own already (%s). Nothing was created. Name a folder that is new, or one that an import has made."
              .formatted(scripts, there.values().iterator().next()));
    }
    for (ForeignScript script : imported) {
      String other = there.get(script.id());
      if (other != null && !other.equals(script.fileName())) {
        throw new ConfigurationException(
            "%s has the id %s already: %s, where the import makes %s. Nothing was created. Import into a folder that is new, and compare."
                .formatted(scripts, script.id().toPlainString(), other, script.fileName()));
      }
    }
  }

  private Map<BigDecimal, String> scriptsThere() {
    Map<BigDecimal, String> there = new TreeMap<>();
    if (!Files.isDirectory(scripts)) {
      return there;
    }
    try (Stream<Path> files = Files.list(scripts)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d{1,30}_.*\\.sql"))
          .sorted()
          .forEach(name -> there.put(new BigDecimal(name.substring(0, name.indexOf('_'))), name));
      return there;
    } catch (IOException e) {
      throw new ConfigurationException(
          "The folder %s cannot be read: %s. Nothing was created."
              .formatted(scripts, FileTrouble.reason(e)),
          e);
    }
  }

  /** Makes the environment's file and the repository's README, where there are none. */
  void createEnvironment(ForeignScripts imported, List<String> ownTables) {
    if (layout == RepositoryLayout.MYBATIS) {
      write(base.resolve("README.md"), Templates.read("README.md").getBytes(UTF_8));
    }
    String text =
        Templates.read("environment.properties")
            + ignored(ownTables)
            + variables(imported.variables());
    write(environment(), text.getBytes(UTF_8));
  }

  Path environment() {
    return environments.resolve(name + ".properties");
  }

  private static String ignored(List<String> tables) {
    return "\n# Tables of the tool that was here before are no difference to 'check'.\ncheck_ignore="
        + tables.stream().map("table *.%s"::formatted).collect(Collectors.joining(", "))
        + "\n";
  }

  private static String variables(Map<String, String> variables) {
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<String, String> variable : new TreeMap<>(variables).entrySet()) {
      boolean secret = SecretNames.isIn(variable.getKey());
      String value = secret || variable.getValue().contains("${") ? "" : variable.getValue();
      lines
          .append(lines.isEmpty() ? "\n" : "")
          // A key without a value would make the variable an empty text.
          .append(value.isEmpty() ? "#" : "")
          .append(variable.getKey())
          .append('=')
          .append(value.replace("\\", "\\\\").replace("\n", "\\n").replaceFirst("^ ", "\\\\ "))
          .append('\n');
    }
    return lines.toString();
  }

  /** Makes the scripts. */
  Map<String, Outcome> createScripts(ForeignScripts imported, String tool, Charset charset) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(CHANGELOG, encoded(Templates.read("changelog.sql"), charset, CHANGELOG));
    for (ForeignScript script : imported.scripts()) {
      files.put(script.fileName(), encoded(script.text(tool), charset, script.origin()));
    }
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    files.forEach((name, bytes) -> outcomes.put(name, write(scripts.resolve(name), bytes)));
    return outcomes;
  }

  private static byte[] encoded(String text, Charset charset, String origin) {
    try {
      ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(
          "%s has characters that %s does not have, and script_char_set says that scripts are read so. No script was created. Set script_char_set=UTF-8 in the environment file."
              .formatted(origin, charset),
          e);
    }
  }

  private static Outcome write(Path file, byte[] bytes) {
    try {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return Arrays.equals(Files.readAllBytes(file), bytes) ? Outcome.THERE : Outcome.KEPT;
      }
      Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(Path.of("")));
      Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
      return Outcome.CREATED;
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s cannot be written: %s. What was created before that is still there; run this again."
              .formatted(file, FileTrouble.reason(e)),
          e);
    }
  }
}
