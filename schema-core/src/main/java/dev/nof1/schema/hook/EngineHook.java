package dev.nof1.schema.hook;

import dev.nof1.schema.error.FailurePlace;
import dev.nof1.schema.repository.ScriptSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.script.Bindings;
import javax.script.Invocable;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.apache.ibatis.migration.hook.Jsr223HookScript;

/**
 * MyBatis's hook in a JSR-223 language, with its options and bindings; the engine is looked for in
 * the repository's jars too, and each line of its output goes to {@link HookFiles#output}.
 */
final class EngineHook extends Jsr223HookScript {
  private final HookFiles files;

  EngineHook(String language, Path file, List<String> options, HookFiles files) {
    super(
        language,
        file.toFile(),
        files.settings().charset().name(),
        options.toArray(String[]::new),
        files.paths().selected(),
        variables(files.settings()),
        new PrintStream(PrintStream.nullOutputStream()));
    this.files = files;
  }

  private static Properties variables(ScriptSettings settings) {
    Properties variables = new Properties();
    variables.putAll(settings.variables());
    return variables;
  }

  @Override
  public void execute(Map<String, Object> bindingMap) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(files.classLoader());
    try (LineWriter output = new LineWriter(files.output())) {
      run(bindingMap, output);
    } catch (ScriptException e) {
      int line = Math.max(0, e.getLineNumber());
      int column = line == 0 ? 0 : Math.max(0, e.getColumnNumber());
      throw problem(new FailurePlace(scriptFile.toString(), line, column), e);
    } catch (NoSuchMethodException e) {
      throw problem(
          new FailurePlace(scriptFile.toString(), 0, 0),
          new ScriptException(
              "it has no function '%s'"
                  .formatted(functionName == null ? methodName : functionName)));
    } catch (IOException | RuntimeException e) {
      throw problem(new FailurePlace(scriptFile.toString(), 0, 0), e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private HookProblem problem(FailurePlace place, Exception e) {
    return HookProblem.of(place, e).masked(files.settings().with(localVars)::masked);
  }

  /** The order in which MyBatis binds decides which of two equal names a script sees. */
  private void run(Map<String, Object> bindingMap, LineWriter output)
      throws IOException, ScriptException, NoSuchMethodException {
    ScriptEngine engine = new ScriptEngineManager(files.classLoader()).getEngineByName(language);
    if (engine == null) {
      throw new ScriptException("there is no script engine '" + language + "' any more");
    }
    engine.getContext().setWriter(output);
    engine.getContext().setErrorWriter(output);
    Bindings bindings = engine.getContext().getBindings(ScriptContext.ENGINE_SCOPE);
    variables.forEach((name, value) -> bindingMap.put((String) name, value));
    bindingMap.putAll(localVars);
    bindings.put("migrationPaths", paths);
    bindings.putAll(bindingMap);
    try (Reader script = Files.newBufferedReader(scriptFile.toPath(), files.settings().charset())) {
      engine.eval(script);
    }
    invoke(engine);
    bindingMap.putAll(bindings);
  }

  private void invoke(ScriptEngine engine) throws ScriptException, NoSuchMethodException {
    boolean method = objectName != null && methodName != null;
    if (functionName == null && !method) {
      return;
    }
    if (!(engine instanceof Invocable invocable)) {
      throw new ScriptException(
          "the script engine '" + language + "' cannot call functions or methods");
    }
    if (functionName != null) {
      invocable.invokeFunction(functionName, args.toArray());
    } else {
      invocable.invokeMethod(engine.get(objectName), methodName, args.toArray());
    }
  }
}
