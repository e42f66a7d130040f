package dev.nof1.schema.cli.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A report in JUnit's XML, as a build server reads it. */
final class Xml {
  private Xml() {}

  /** Counts, and the names of all tests. */
  static String of(Path file) throws Exception {
    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getDocumentElement();
    List<String> names = new ArrayList<>();
    NodeList tests = suite.getElementsByTagName("testcase");
    for (int i = 0; i < tests.getLength(); i++) {
      names.add(((Element) tests.item(i)).getAttribute("name"));
    }
    return "%s tests, %s failures, %s errors, %s skipped: %s"
        .formatted(
            suite.getAttribute("tests"),
            suite.getAttribute("failures"),
            suite.getAttribute("errors"),
            suite.getAttribute("skipped"),
            String.join(", ", names));
  }
}
