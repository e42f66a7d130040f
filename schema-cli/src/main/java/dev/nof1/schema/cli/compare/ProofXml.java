package dev.nof1.schema.cli.compare;

import dev.nof1.schema.cli.contract.Proof;
import dev.nof1.schema.cli.contract.Proof.Outcome;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Report of proofs for build servers, in the form that Ant began and everybody reads. */
final class ProofXml {
  private final String suite;
  private final Path file;

  /**
   * Names a report.
   *
   * @param suite what the proofs are about
   * @param working folder that a relative path begins in
   * @param path of the file, or of its folder
   */
  ProofXml(String suite, Path working, String path) {
    this.suite = suite;
    Path place = working.resolve(path);
    file =
        path.endsWith("/") || Files.isDirectory(place)
            ? place.resolve("TEST-" + suite + ".xml")
            : place;
  }

  /** Writes the report, or complains that it cannot be written; returns {@code true} if written. */
  boolean write(List<Proof> proofs, Console console) {
    try {
      write(proofs);
      return true;
    } catch (ConfigurationException e) {
      console.complain(String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** Writes the file whole or not at all, and replaces an older one. */
  private void write(List<Proof> proofs) {
    Path unfinished =
        file.resolveSibling(
            ".%s.%d.tmp".formatted(file.getFileName(), ProcessHandle.current().pid()));
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (Writer out = Files.newBufferedWriter(unfinished)) {
        write(proofs, out);
      }
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | XMLStreamException e) {
      throw new ConfigurationException(
          "The report %s cannot be written: %s. The results are those above."
              .formatted(
                  file, e instanceof IOException io ? FileTrouble.reason(io) : e.getMessage()),
          e);
    } finally {
      discard(unfinished);
    }
  }

  private static void discard(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      // What matters has been said.
    }
  }

  private void write(List<Proof> proofs, Writer out) throws XMLStreamException {
    XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", suite);
    xml.writeAttribute("tests", Integer.toString(proofs.size()));
    xml.writeAttribute("failures", Long.toString(ProofTree.count(proofs, Outcome.FAILED)));
    xml.writeAttribute("errors", Long.toString(ProofTree.count(proofs, Outcome.ERROR)));
    xml.writeAttribute("skipped", Long.toString(ProofTree.count(proofs, Outcome.SKIPPED)));
    xml.writeAttribute(
        "time", seconds(proofs.stream().map(Proof::time).reduce(Duration.ZERO, Duration::plus)));
    for (Proof proof : proofs) {
      xml.writeCharacters("\n  ");
      test(proof, xml);
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
    xml.writeCharacters("\n");
    xml.writeEndDocument();
    xml.close();
  }

  private void test(Proof proof, XMLStreamWriter xml) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", suite + "." + legal(proof.group()));
    xml.writeAttribute("name", legal(proof.name()));
    xml.writeAttribute("time", seconds(proof.time()));
    String message = legal(proof.message());
    switch (proof.outcome()) {
      case PASSED -> {
        // Nothing else is said of it.
      }
      case SKIPPED -> {
        xml.writeEmptyElement("skipped");
        xml.writeAttribute("message", message);
      }
      case FAILED, ERROR -> {
        xml.writeStartElement(proof.outcome() == Outcome.FAILED ? "failure" : "error");
        xml.writeAttribute("message", message.lines().findFirst().orElse(""));
        xml.writeCharacters(message);
        xml.writeEndElement();
      }
    }
    xml.writeEndElement();
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
  }

  /** Names in a database may hold characters that XML has no way to write. */
  private static String legal(String text) {
    return text.replaceAll(
        "[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD");
  }
}
