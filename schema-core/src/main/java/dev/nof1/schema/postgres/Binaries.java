package dev.nof1.schema.postgres;

import dev.nof1.schema.error.ServerException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked.
 *
 * @param folder has {@code bin}, {@code lib} and {@code share}
 * @param version such as {@code 18.6}
 */
record Binaries(Path folder, String version) {
  private static final String VERSION_FILE = "version";

  /**
   * An archive on the class path.
   *
   * @param url where it is
   * @param key changes when its bytes change
   */
  record Archive(URL url, String key) {

    static Archive find(@Nullable String version) {
      Platform platform = Platform.current();
      URL url = ArchiveChoice.choose(platform, version);
      try {
        String name = platform.resource().substring(0, platform.resource().indexOf('.'));
        return new Archive(url, name + "-" + fingerprint(url));
      } catch (IOException e) {
        throw new ServerException("The archive " + url + " cannot be read; build it again.", e);
      }
    }

    /** A jar has the checksum of its entries in its directory, so nothing big is read. */
    private static String fingerprint(URL url) throws IOException {
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      if (connection instanceof JarURLConnection jar) {
        try (JarFile file = jar.getJarFile()) {
          JarEntry entry = jar.getJarEntry();
          return Long.toHexString(entry.getCrc()) + "-" + entry.getSize();
        }
      }
      try (InputStream in = connection.getInputStream()) {
        return Long.toHexString(connection.getLastModified())
            + "-"
            + connection.getContentLengthLong();
      }
    }

    /** Unpacks the archive into the place's cache unless that was done before. */
    Binaries unpacked(Place place, Consumer<String> progress) {
      Path folder = place.binaries().resolve(key);
      Ownership.requireEntry(place, folder);
      boolean built =
          BuildOnce.folder(
              folder,
              VERSION_FILE,
              progress,
              building -> {
                progress.accept("unpacking PostgreSQL into " + folder + " (once)");
                try (InputStream raw = url.openStream();
                    InputStream xz = new XZInputStream(new BufferedInputStream(raw, 1 << 16))) {
                  TarReader.unpack(xz, building, Archive::isNeededByAServer);
                }
                List<String> command =
                    List.of(building.resolve("bin/postgres").toString(), "--version");
                String said = Command.run(command, "").replace("postgres (PostgreSQL) ", "");
                Files.writeString(building.resolve(VERSION_FILE), ServerVersion.number(said));
              });
      if (built) {
        CacheCollector.collect(place);
      }
      Binaries binaries = existing(place);
      if (binaries == null) {
        throw CacheRepair.damaged(folder, "its file '" + VERSION_FILE + "' cannot be read");
      }
      return binaries;
    }

    @Nullable Binaries existing(Place place) {
      Path folder = place.binaries().resolve(key);
      Path version = folder.resolve(VERSION_FILE);
      try {
        if (!BuildOnce.isComplete(folder, VERSION_FILE) || !LastUse.now(version)) {
          return null;
        }
        Ownership.requireEntry(place, folder);
        String text = Files.readString(version);
        if (ServerVersion.parse(text) == null) {
          throw CacheRepair.damaged(
              folder, "'%s' in its file '%s' is no version".formatted(text, VERSION_FILE));
        }
        return new Binaries(folder, text);
      } catch (IOException e) {
        return null;
      }
    }

    private static boolean isNeededByAServer(String name) {
      return !name.endsWith(".a") && !name.contains("/pgxs/") && !name.contains("/pkgconfig/");
    }
  }

  int major() {
    int dot = version.indexOf('.');
    return Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
  }

  String program(String name) {
    return folder.resolve("bin").resolve(name).toString();
  }
}
