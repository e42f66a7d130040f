import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/**
 * Packs the servers' binaries anew for tests, in the same format but without compression; run by
 * the build, with xz on its class path.
 *
 * <p>Dozens of tests begin with an empty cache, and unpacking one archive takes a JVM that only has
 * its first compiler two seconds. What is unpacked, and the code that does it, are the same.
 */
final class PlainServers {
  private PlainServers() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Arrays.stream(args).skip(1).parallel().map(Path::of).forEach(jar -> pack(jar, folder));
  }

  private static void pack(Path jar, Path folder) {
    Path packed = folder.resolve(jar.getFileName());
    try {
      if (Files.exists(packed)) {
        return;
      }
      // Readable for the other users that tests run as.
      Path half = folder.resolve(jar.getFileName() + ".half");
      try (ZipInputStream from = new ZipInputStream(Files.newInputStream(jar));
          ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(half))) {
        to.setLevel(0);
        for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
          to.putNextEntry(new ZipEntry(entry.getName()));
          copy(entry.getName(), from, to);
          to.closeEntry();
        }
      }
      Files.move(half, packed, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new IllegalStateException(jar + " cannot be packed anew", e);
    }
  }

  private static void copy(String name, InputStream from, OutputStream to) throws IOException {
    if (name.endsWith(".txz")) {
      LZMA2Options none = new LZMA2Options(0);
      none.setMode(LZMA2Options.MODE_UNCOMPRESSED);
      XZOutputStream plain = new XZOutputStream(to, none, XZ.CHECK_CRC32);
      new XZInputStream(from).transferTo(plain);
      plain.finish();
    } else {
      from.transferTo(to);
    }
  }
}
