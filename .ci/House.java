import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Measures the house: lines of main code without comments, files of the fullest package, and the
 * largest circle of files inside a package, by module. Run from the top of a built checkout: {@code
 * java .ci/House.java}, or with another checkout as its argument.
 */
class House {
  private static final Pattern USES = Pattern.compile("\\s+(dev\\.nof1\\S+)\\s+->\\s+(dev\\.nof1\\S+).*");

  public static void main(String[] args) throws IOException {
    Path top = Path.of(args.length == 0 ? "." : args[0]);
    System.out.println("| module | files | lines without comments | files of the fullest package | largest circle |");
    System.out.println("|---|---|---|---|---|");
    for (String module : List.of("schema-core", "schema-junit", "schema-spring", "schema-cli", "schema-maven-plugin")) {
      Path sources = top.resolve(module).resolve("src/main/java");
      int files = 0;
      int lines = 0;
      Map<Path, Integer> packages = new TreeMap<>();
      try (Stream<Path> all = Files.walk(sources)) {
        for (Path file : all.filter(f -> f.toString().endsWith(".java")).toList()) {
          files++;
          lines += lines(Files.readString(file));
          packages.merge(sources.relativize(file.getParent()), 1, Integer::sum);
        }
      }
      var fullest = packages.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
      Set<String> circle = circle(uses(top.resolve(module).resolve("target/classes")));
      System.out.printf(
          "| %s | %d | %d | %d (%s) | %s |%n",
          module,
          files,
          lines,
          fullest.getValue(),
          fullest.getKey().toString().replace('/', '.'),
          circle.isEmpty() ? "none" : circle.size() + " (" + packageOf(circle.iterator().next()) + ")");
    }
  }

  /** Lines that hold more than space and comments. Quotes in code that look like comments count. */
  private static int lines(String source) {
    String code = source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^\\s*//.*$", "");
    return (int) code.lines().filter(line -> !line.isBlank()).count();
  }

  /** Which files of a module use which others of their package. */
  private static Map<String, Set<String>> uses(Path classes) {
    var out = new ByteArrayOutputStream();
    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(new PrintStream(out), System.err, "-v", "-filter:none", "--multi-release", "17", classes.toString());
    Map<String, Set<String>> uses = new TreeMap<>();
    for (String line : out.toString().lines().toList()) {
      Matcher m = USES.matcher(line);
      if (m.matches()) {
        String from = file(m.group(1));
        String to = file(m.group(2));
        uses.computeIfAbsent(from, f -> new TreeSet<>());
        if (!from.equals(to) && packageOf(from).equals(packageOf(to))) {
          uses.get(from).add(to);
        }
      }
    }
    return uses;
  }

  private static String file(String type) {
    return type.contains("$") ? type.substring(0, type.indexOf('$')) : type;
  }

  private static String packageOf(String file) {
    return file.substring(0, file.lastIndexOf('.'));
  }

  /** The largest set of files that reach one another. */
  private static Set<String> circle(Map<String, Set<String>> uses) {
    Map<String, Set<String>> reached = new TreeMap<>();
    uses.keySet().forEach(file -> reached.put(file, reachable(file, uses)));
    Set<String> largest = Set.of();
    for (String file : uses.keySet()) {
      List<String> circle = new ArrayList<>(reached.get(file));
      circle.removeIf(other -> !reached.getOrDefault(other, Set.of()).contains(file));
      if (circle.size() > Math.max(1, largest.size())) {
        largest = new TreeSet<>(circle);
      }
    }
    return largest;
  }

  private static Set<String> reachable(String file, Map<String, Set<String>> uses) {
    Set<String> seen = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(uses.getOrDefault(file, Set.of()));
    while (!next.isEmpty()) {
      String one = next.pop();
      if (seen.add(one)) {
        next.addAll(uses.getOrDefault(one, Set.of()));
      }
    }
    return seen;
  }
}
