package dev.nof1.schema.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * A script engine for hooks in a jar: each line of its language is a word and its rest. {@code sql}
 * runs SQL, {@code print} prints (a {@code $name} is a binding), {@code set} binds, {@code fail}
 * throws; {@code def} begins a function, which ends with the script.
 */
final class TinyEngine {
  private TinyEngine() {}

  static void install(Path jar) {
    TestJar.write(
        jar,
        Map.of("tiny/TinyFactory.java", FACTORY, "tiny/Tiny.java", ENGINE),
        "javax.script.ScriptEngineFactory",
        "tiny.TinyFactory");
  }

  private static final String FACTORY =
      """
      package tiny;
      import java.util.List;
      import javax.script.*;
      public final class TinyFactory implements ScriptEngineFactory {
        public String getEngineName() { return "tiny"; }
        public String getEngineVersion() { return "1"; }
        public List<String> getExtensions() { return List.of("tiny"); }
        public List<String> getMimeTypes() { return List.of(); }
        public List<String> getNames() { return List.of("tiny"); }
        public String getLanguageName() { return "tiny"; }
        public String getLanguageVersion() { return "1"; }
        public Object getParameter(String key) { return null; }
        public String getMethodCallSyntax(String o, String m, String... a) { return ""; }
        public String getOutputStatement(String s) { return "print " + s; }
        public String getProgram(String... s) { return String.join("\\n", s); }
        public ScriptEngine getScriptEngine() { return new Tiny(this); }
      }
      """;

  private static final String ENGINE =
      """
      package tiny;
      import java.io.*;
      import java.util.*;
      import javax.script.*;
      import org.apache.ibatis.migration.hook.*;
      public final class Tiny extends AbstractScriptEngine implements Invocable {
        private final ScriptEngineFactory factory;
        private final Map<String, List<String>> functions = new HashMap<>();
        Tiny(ScriptEngineFactory factory) { this.factory = factory; }
        public Object eval(String script, ScriptContext c) throws ScriptException {
          return eval(new StringReader(script), c);
        }
        public Object eval(Reader reader, ScriptContext c) throws ScriptException {
          int number = 0;
          List<String> function = null;
          for (String line : new BufferedReader(reader).lines().toList()) {
            number++;
            if (line.startsWith("def ")) {
              functions.put(line.substring(4), function = new ArrayList<>());
            } else if (function != null) {
              function.add(line);
            } else {
              run(line, number, c);
            }
          }
          return null;
        }
        private void run(String line, int number, ScriptContext c) throws ScriptException {
          Bindings b = c.getBindings(ScriptContext.ENGINE_SCOPE);
          String word = line.split(" ")[0];
          String rest = line.substring(word.length()).strip();
          for (String name : new TreeSet<>(b.keySet()).descendingSet()) {
            rest = rest.replace("$" + name, String.valueOf(b.get(name)));
          }
          Object context = b.get("hookContext");
          switch (word) {
            case "sql" -> ((HookContext) context).executeSql(rest + ";");
            case "print" -> {
              try { c.getWriter().write(rest + "\\n"); } catch (IOException e) { throw new ScriptException(e); }
            }
            case "set" -> b.put(rest.split("=")[0], rest.split("=")[1]);
            case "change" -> b.put("change", context instanceof ScriptHookContext s ? s.getChange() + " " + s.isUndo() : ((HookContext) context).getChange());
            case "file" -> b.put("file", ((NewHookContext) context).getFilename());
            case "fail" -> throw new ScriptException(rest, "hook", number);
            default -> throw new ScriptException("unknown word " + word, "hook", number);
          }
        }
        public Object invokeFunction(String name, Object... args) throws ScriptException, NoSuchMethodException {
          if (!functions.containsKey(name)) throw new NoSuchMethodException(name);
          for (int i = 0; i < args.length; i++) context.getBindings(ScriptContext.ENGINE_SCOPE).put("arg" + i, args[i]);
          for (String line : functions.get(name)) run(line, 0, context);
          return null;
        }
        public Object invokeMethod(Object o, String name, Object... args) { throw new UnsupportedOperationException(); }
        public <T> T getInterface(Class<T> type) { return null; }
        public <T> T getInterface(Object o, Class<T> type) { return null; }
        public Bindings createBindings() { return new SimpleBindings(); }
        public ScriptEngineFactory getFactory() { return factory; }
      }
      """;
}
