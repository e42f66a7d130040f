package dev.nof1.schema.postgres.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.postgres.process.Command;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarReaderTest {
  private static final String DEEP = "long-name-".repeat(9) + "/" + "long-name-".repeat(9);

  @TempDir Path temp;
  private Path source;
  private Path target;

  @BeforeEach
  void folders() throws IOException {
    source = Files.createDirectory(temp.resolve("source"));
    target = Files.createDirectory(temp.resolve("target"));
  }

  @Test
  void unpacksWhatEveryFormatOfTarPacked() throws IOException {
    Files.createDirectories(source.resolve(DEEP).getParent());
    Files.writeString(source.resolve(DEEP), "deep");
    Files.writeString(source.resolve("program"), "x".repeat(1500));
    Folders.mode(source.resolve("program"), 0700);
    Files.createSymbolicLink(source.resolve("link"), Path.of("program"));
    Files.createLink(source.resolve("twin"), source.resolve("program"));
    Files.createFile(source.resolve("left-out.a"));
    for (String format : List.of("gnu", "ustar", "pax")) {
      Path unpacked = Files.createDirectory(target.resolve(format));
      try (InputStream in = packed(format)) {
        TarReader.unpack(in, unpacked, name -> !name.endsWith(".a"));
      }
      assertThat(unpacked.resolve(DEEP)).as(format).hasContent("deep");
      assertThat(unpacked.resolve("program")).hasSameTextualContentAs(source.resolve("program"));
      assertThat(Folders.mode(unpacked.resolve("program")) & 0777).isEqualTo(0755);
      assertThat(unpacked.resolve("link")).isSymbolicLink().hasSize(1500);
      assertThat(unpacked.resolve("twin")).hasSize(1500);
      assertThat(unpacked.resolve("left-out.a")).doesNotExist();
    }
  }

  @Test
  void refusesToWriteOutsideItsFolder() {
    for (String name : List.of("../outside", "a/../../outside", "/outside")) {
      assertThatThrownBy(() -> TarReader.unpack(entry(name, '0', ""), target, any -> true))
          .isInstanceOf(IOException.class)
          .hasMessage("the archive has an entry outside its folder: " + name);
    }
    assertThatThrownBy(() -> TarReader.unpack(entry("link", '2', "../../x"), target, any -> true))
        .hasMessage("the archive has an entry outside its folder: ../../x");
    assertThat(temp.resolve("outside")).doesNotExist();
  }

  @Test
  void noticesATruncatedArchive() throws IOException {
    Files.writeString(source.resolve("file"), "x".repeat(1500));
    byte[] whole = packed("gnu").readAllBytes();
    byte[] half = Arrays.copyOf(whole, 1536);
    assertThatThrownBy(() -> TarReader.unpack(new ByteArrayInputStream(half), target, name -> true))
        .isInstanceOf(EOFException.class);
  }

  private InputStream packed(String format) throws IOException {
    Path archive = temp.resolve(format + ".tar");
    Command.run(
        List.of(
            "tar", "--format=" + format, "-cf", archive.toString(), "-C", source.toString(), "."),
        "");
    return Files.newInputStream(archive);
  }

  private static InputStream entry(String name, char kind, String link) {
    byte[] header = new byte[1024];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 124, "00000000000");
    header[156] = (byte) kind;
    put(header, 157, link);
    put(header, 257, "ustar");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header);
    return new ByteArrayInputStream(out.toByteArray());
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
