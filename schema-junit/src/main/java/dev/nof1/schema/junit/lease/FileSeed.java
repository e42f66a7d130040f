package dev.nof1.schema.junit.lease;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.junit.server.Configuration;
import dev.nof1.schema.repository.file.ClasspathResource;
import dev.nof1.schema.sql.Delimiter;
import dev.nof1.schema.sql.SqlProblemException;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.driver.SessionPremise;
import dev.nof1.schema.sql.driver.StatementException;
import dev.nof1.schema.sql.driver.StatementRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.util.HexFormat;
import javax.sql.DataSource;

/**
 * SQL file of any size: it is read statement by statement.
 *
 * @param name as it was written
 * @param bytes opens it
 */
record FileSeed(String name, Opener bytes) implements Seed {
  interface Opener {
    InputStream open() throws IOException;
  }

  static FileSeed find(String name, Class<?> testClass) {
    if (name.startsWith(Configuration.CLASSPATH)) {
      String resource = name.substring(Configuration.CLASSPATH.length());
      FileSeed seed =
          new FileSeed(
              name,
              () ->
                  ClasspathResource.open(resource, testClass.getClassLoader())
                      .orElseThrow(() -> new NoSuchFileException(name)));
      try (InputStream in = seed.bytes().open()) {
        return seed;
      } catch (NoSuchFileException e) {
        throw missing(name, testClass);
      } catch (IOException e) {
        throw seed.unreadable(e);
      }
    }
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      throw missing(name, testClass);
    }
    return new FileSeed(name, () -> Files.newInputStream(file));
  }

  private static ConfigurationException missing(String name, Class<?> testClass) {
    return new ConfigurationException(
        "%s names the seed '%s', but there is no such %s. Write classpath:folder/file.sql, a file relative to %s, or #method."
            .formatted(
                testClass.getName(),
                name,
                name.startsWith(Configuration.CLASSPATH) ? "resource" : "file",
                Path.of("").toAbsolutePath()));
  }

  @Override
  public String key() {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(bytes.open(), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw unreadable(e);
    }
    return key(digest);
  }

  private static String key(MessageDigest digest) {
    return "file " + HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256.", e);
    }
  }

  private ConfigurationException unreadable(IOException e) {
    return new ConfigurationException(
        e instanceof CharacterCodingException
            ? "The seed %s is not in UTF-8. No database was made from it. Save it in UTF-8."
                .formatted(name)
            : "The seed %s cannot be read: %s. No database was made from it."
                .formatted(name, FileTrouble.reason(e)),
        e);
  }

  @Override
  public boolean lasting() {
    return true;
  }

  @Override
  public void plant(DataSource database, String key) throws Exception {
    MessageDigest digest = sha256();
    try (Connection connection = database.getConnection();
        InputStream in = new DigestInputStream(bytes.open(), digest);
        SqlReader reader = new SqlReader(utf8(in), Delimiter.SEMICOLON, 1)) {
      connection.setAutoCommit(false);
      SessionPremise.inTransaction(connection, SessionPremise.UTC);
      StatementRunner runner = new StatementRunner(connection, SessionPremise.UTC, notice -> {});
      for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
        runner.run(s);
      }
      if (!key(digest).equals(key)) {
        // The template would be kept under the name of what the file was before.
        throw new ConfigurationException(
            "The seed %s changed while it was read. No database was made from it. Run the tests again."
                .formatted(name));
      }
      connection.commit();
    } catch (StatementException e) {
      throw new ConfigurationException(
          "A seed failed at %s:%d:%d: %s\n%s%sNo database was made from it. Fix the seed."
              .formatted(name, e.line(), e.column(), e.reason(), e.excerpt(), e.explanation()),
          e);
    } catch (SqlProblemException e) {
      throw new ConfigurationException(
          "A seed cannot be read at %s:%d:%d: %s. No database was made from it. Fix the seed."
              .formatted(name, e.line(), e.column(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw unreadable(e);
    } catch (OutOfMemoryError e) {
      throw new ConfigurationException(
          "The seed %s needs more memory than this JVM has, because one of its statements is too long. No database was made from it. Divide the statement, or give the tests' JVM more with -Xmx."
              .formatted(name),
          e);
    }
  }

  /** Refuses what is not UTF-8, instead of putting something else into the database. */
  private static Reader utf8(InputStream in) {
    return new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
  }
}
