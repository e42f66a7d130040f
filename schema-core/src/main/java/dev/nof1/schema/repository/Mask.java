package dev.nof1.schema.repository;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Variables in the place of their values. All places are looked for before any is replaced, so that
 * neither the order of the variables matters nor a value is found in another's name; where two
 * values overlap both are covered.
 */
record Mask(List<Shape> shapes) {
  /** Shorter values would be found in any text. */
  private static final int SHORTEST_SECRET = 4;

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
          if (!name.equals("changelog") && value.length() >= SHORTEST_SECRET) {
            shapes.add(new Shape(value, name));
          }
        });
    return new Mask(shapes);
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
      int length = shape.text().length();
      for (int at = text.indexOf(shape.text());
          at >= 0;
          at = text.indexOf(shape.text(), at + length)) {
        places.add(new Place(at, at + length, shape.name()));
      }
    }
    places.sort(IN_ORDER);
    return places;
  }
}
