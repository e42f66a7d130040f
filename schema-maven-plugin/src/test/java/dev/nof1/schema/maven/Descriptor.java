package dev.nof1.schema.maven;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The plugin's descriptor, as Maven reads it from the jar. */
final class Descriptor {
  private static final String FILE = "/META-INF/maven/plugin.xml";

  private Descriptor() {}

  /** A goal. */
  record Goal(
      String name,
      String description,
      String implementation,
      boolean threadSafe,
      List<Parameter> parameters) {}

  /** A parameter that a user may set; the property is empty where there is none. */
  record Parameter(String name, String property, String defaultValue, String description) {}

  static List<Goal> goals() throws Exception {
    try (InputStream file = Descriptor.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IOException("There is no " + FILE + ": run the build from process-classes on.");
      }
      Element plugin =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(file)
              .getDocumentElement();
      return children(child(plugin, "mojos")).stream().map(Descriptor::goal).toList();
    }
  }

  private static Goal goal(Element mojo) {
    Map<String, Element> values = new TreeMap<>();
    children(child(mojo, "configuration")).forEach(e -> values.put(e.getTagName(), e));
    List<Parameter> parameters =
        children(child(mojo, "parameters")).stream()
            .filter(p -> text(p, "editable").equals("true"))
            .map(p -> parameter(p, values.get(text(p, "name"))))
            .toList();
    return new Goal(
        text(mojo, "goal"),
        text(mojo, "description"),
        text(mojo, "implementation"),
        Boolean.parseBoolean(text(mojo, "threadSafe")),
        parameters);
  }

  private static Parameter parameter(Element parameter, @Nullable Element value) {
    return new Parameter(
        text(parameter, "name"),
        value == null ? "" : value.getTextContent().replaceAll("[${}]", ""),
        value == null ? "" : value.getAttribute("default-value"),
        text(parameter, "description"));
  }

  private static String text(Element element, String name) {
    return child(element, name).getTextContent();
  }

  private static Element child(Element element, String name) {
    return children(element).stream()
        .filter(e -> e.getTagName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(element.getTagName() + " has no " + name));
  }

  private static List<Element> children(Element element) {
    List<Element> children = new ArrayList<>();
    NodeList nodes = element.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      Node node = nodes.item(i);
      if (node instanceof Element child) {
        children.add(child);
      }
    }
    return children;
  }
}
