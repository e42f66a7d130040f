package dev.nof1.schema.repository;

import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.repository.file.ByteOrderMark;
import dev.nof1.schema.repository.file.HeldTexts;
import dev.nof1.schema.sql.SqlReader;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.migration.Change;
import org.apache.ibatis.migration.MigrationLoader;
import org.jspecify.annotations.Nullable;

/** Migrations that a loader of the user's gives. */
record LoaderSource(MigrationLoader loader) implements MigrationSource {

  @Override
  public List<Script> scripts(ScriptSettings settings) {
    List<Script> scripts = new ArrayList<>();
    for (Change change : changes()) {
      if (change.getId() == null) {
        throw new RepositoryException(
            "The loader %s gives a migration without an id: %s. Nothing was run."
                .formatted(loader.getClass().getName(), change));
      }
      scripts.add(new LoaderScript(change, settings, undo -> loader.getScriptReader(change, undo)));
    }
    return FileSource.sorted(scripts);
  }

  @Override
  public Optional<Script> bootstrap(ScriptSettings settings) {
    Change change = new Change(BigDecimal.ZERO);
    change.setDescription("bootstrap");
    change.setFilename("bootstrap.sql");
    try (Reader reader = loader.getBootstrapReader()) {
      return reader == null
          ? Optional.empty()
          : Optional.of(
              new LoaderScript(
                  change, settings, undo -> undo ? null : loader.getBootstrapReader()));
    } catch (IOException | RuntimeException e) {
      throw failed("cannot read its bootstrap script", e);
    }
  }

  @Override
  public Optional<Script> onAbort(ScriptSettings settings) {
    try (Reader reader = loader.getOnAbortReader()) {
      return reader == null
          ? Optional.empty()
          : Optional.of(new TextScript("the loader's onabort script", text(reader), settings));
    } catch (IOException | RuntimeException e) {
      throw failed("cannot read its onabort script", e);
    }
  }

  private List<Change> changes() {
    try {
      return loader.getMigrations();
    } catch (RuntimeException e) {
      throw failed("cannot list its migrations", e);
    }
  }

  private RepositoryException failed(String what, Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return RepositoryException.unrun(
        "The loader %s %s: %s%s."
            .formatted(
                loader.getClass().getName(),
                what,
                e.getMessage(),
                cause == e ? "" : " (" + cause + ")"),
        "",
        e);
  }

  private static String text(Reader reader) throws IOException {
    StringWriter text = new StringWriter();
    reader.transferTo(text);
    return text.toString();
  }

  /** The two sections of a script; null where there is none. */
  private interface Sections {
    @Nullable Reader open(boolean undo);
  }

  private final class LoaderScript implements Script {
    private final Change change;
    private final ScriptSettings settings;
    private final Sections sections;

    LoaderScript(Change change, ScriptSettings settings, Sections sections) {
      this.change = change;
      this.settings = settings;
      this.sections = sections;
    }

    @Override
    public Migration migration() {
      return new Migration(change.getId(), change.getDescription(), location());
    }

    @Override
    public String location() {
      // A Java migration has no file; its loader puts the class name here, or nothing.
      return change.getFilename() == null ? "migration " + change.getId() : change.getFilename();
    }

    @Override
    public ScriptDirectives directives() {
      try (BufferedReader up = new BufferedReader(reader(false));
          BufferedReader undo = new BufferedReader(reader(true))) {
        // MyBatis's reader leaves the marker as the first line, but without its slashes.
        undo.readLine();
        ScriptDirectives inUp = DirectiveScanner.scan(up, location());
        ScriptDirectives inUndo = DirectiveScanner.scanUndo(undo, location());
        return new ScriptDirectives(
            1,
            inUp.irreversible().or(inUndo::irreversible),
            inUp.lossy().or(inUndo::lossy),
            inUp.upOutsideTransaction(),
            inUndo.undoOutsideTransaction(),
            inUp.replaces());
      } catch (IOException e) {
        throw new RepositoryException(
            "The script " + location() + " cannot be read: " + FileTrouble.reason(e) + ".", e);
      }
    }

    @Override
    public Optional<String> section(Direction direction) throws IOException {
      StringWriter text = new StringWriter();
      try (Reader section = reader(direction == Direction.DOWN)) {
        section.transferTo(text);
      }
      return Optional.of(settings.unfilled(text.toString())).filter(t -> !t.isBlank());
    }

    @Override
    public SqlReader open(Direction direction) {
      return new SqlReader(reader(direction == Direction.DOWN), settings.delimiter(), 1);
    }

    @Override
    public InputStream bytes() throws IOException {
      StringWriter text = new StringWriter();
      try (Reader up = reader(false);
          Reader undo = reader(true)) {
        up.transferTo(text);
        text.write('\f');
        undo.transferTo(text);
      }
      return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Script held(HeldTexts texts) {
      HeldTexts.Held up = held(texts, false);
      HeldTexts.Held undo = held(texts, true);
      return new LoaderScript(
          change,
          settings,
          isUndo -> new InputStreamReader((isUndo ? undo : up).open(), StandardCharsets.UTF_8));
    }

    private HeldTexts.Held held(HeldTexts texts, boolean undo) {
      return texts.hold(
          location(),
          out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            try (Reader section = reader(undo)) {
              section.transferTo(writer);
            }
            writer.flush();
          });
    }

    @Override
    public Script with(ScriptSettings other) {
      return new LoaderScript(change, other, sections);
    }

    private Reader reader(boolean undo) {
      try {
        Reader reader = sections.open(undo);
        return reader == null ? Reader.nullReader() : ByteOrderMark.passed(reader);
      } catch (RuntimeException e) {
        throw failed("cannot read migration " + change.getId(), e);
      }
    }
  }
}
