package dev.nof1.schema.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Variables in the place of their values. All places are looked for before any is replaced, so that
 * neither the order of the variables matters nor a value is found in another's name; where two
 * values overlap both are covered.
 */
record Mask(List<Shape> shapes) {
  /** Length below which a value would be found in any text. */
  private static final int SHORTEST_SECRET = 4;

  /** PostgreSQL's NAMEDATALEN less one, cut between two characters. */
  private static final int LONGEST_NAME = 63;

  private static final int MOST_BYTES = 4;

  /** A text that is not to be seen, and the variable whose value it is. */
  private record Shape(String text, String name) {}

  private record Place(int start, int end, String name) {}

  private static final Comparator<Place> IN_ORDER =
      Comparator.comparingInt(Place::start)
          .thenComparing(Comparator.comparingInt(Place::end).reversed())
          .thenComparing(Place::name);

  static Mask of(Map<String, String> variables) {
    List<Shape> shapes = new ArrayList<>();
    variables.forEach(
        (name, value) -> {
          // The changelog's name is none.
          if (!name.equals("changelog")) {
            shapes(value).stream()
                .filter(text -> text.length() >= SHORTEST_SECRET)
                .forEach(text -> shapes.add(new Shape(text, name)));
          }
        });
    return new Mask(shapes);
  }

  /**
   * Lists the forms in which a message may show a value: all of it, or a line (the server's text is
   * indented).
   */
  private static Set<String> shapes(String value) {
    Set<String> shapes = new LinkedHashSet<>(List.of(value));
    value.lines().map(String::strip).forEach(shapes::add);
    return shapes;
  }

  String apply(String text) {
    List<Place> places = places(text);
    if (places.isEmpty()) {
      return text;
    }
    StringBuilder masked = new StringBuilder();
    int end = 0;
    for (Place place : places) {
      if (place.end() > end) {
        masked.append(text, end, Math.max(end, place.start()));
        masked.append("${").append(place.name()).append('}');
        end = place.end();
      }
    }
    return masked.append(text, end, text.length()).toString();
  }

  private List<Place> places(String text) {
    List<Place> places = new ArrayList<>();
    for (Shape shape : shapes) {
      String begin = shape.text().substring(0, SHORTEST_SECRET);
      int from = 0;
      for (int at = indexOf(begin, text, 0); at >= 0; at = indexOf(begin, text, from)) {
        int end = at + inCommon(text, at, shape.text());
        boolean whole = end - at == shape.text().length();
        if (whole || isCut(text, at, end)) {
          places.add(new Place(at, end, shape.name()));
        }
        from = whole ? end : at + 1;
      }
    }
    places.sort(IN_ORDER);
    return places;
  }

  /**
   * Finds a part in capitals or small letters: names without quotes are folded, and SQL may fold
   * any text.
   */
  private static int indexOf(String part, String text, int from) {
    for (int at = from; at <= text.length() - part.length(); at++) {
      if (text.regionMatches(true, at, part, 0, part.length())) {
        return at;
      }
    }
    return -1;
  }

  private static int inCommon(String text, int at, String value) {
    int most = Math.min(value.length(), text.length() - at);
    int length = SHORTEST_SECRET;
    while (length < most && text.regionMatches(true, at + length, value, length, 1)) {
      length++;
    }
    return length;
  }

  /** The server shows the begin of a long value with three dots, and that of a name in quotes. */
  private static boolean isCut(String text, int at, int end) {
    if (text.startsWith("...", end)) {
      return true;
    }
    if (!text.startsWith("\"", end)) {
      return false;
    }
    int name = text.substring(text.lastIndexOf('"', at) + 1, end).getBytes(UTF_8).length;
    return name <= LONGEST_NAME && name > LONGEST_NAME - MOST_BYTES;
  }
}
