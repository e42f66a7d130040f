package dev.nof1.schema.postgres.cluster;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.files.ArchiveChoice;
import dev.nof1.schema.postgres.files.Platform;
import dev.nof1.schema.postgres.files.ServerVersion;
import dev.nof1.schema.postgres.files.TarReader;
import dev.nof1.schema.postgres.process.Binaries;
import dev.nof1.schema.postgres.process.Command;
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
 * An archive on the class path.
 *
 * @param url where it is
 * @param key changes when its bytes change
 */
record BinaryArchive(URL url, String key) {

  static BinaryArchive find(@Nullable String version) {
    Platform platform = Platform.current();
    URL url = ArchiveChoice.choose(platform, version);
    try {
      String name = platform.resource().substring(0, platform.resource().indexOf('.'));
      return new BinaryArchive(url, name + "-" + fingerprint(url));
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

  /** Unpacks the archive into the cache unless that was done before. */
  Binaries unpacked(ServerCache cache, Consumer<String> progress) {
    Path folder = cache.binaries().resolve(key);
    Ownership.requireEntry(cache, folder);
    boolean built =
        CacheEntry.folder(
            folder,
            ServerCache.VERSION,
            progress,
            building -> {
              progress.accept("unpacking PostgreSQL into " + folder + " (once)");
              try (InputStream raw = url.openStream();
                  InputStream xz = new XZInputStream(new BufferedInputStream(raw, 1 << 16))) {
                TarReader.unpack(xz, building, BinaryArchive::isNeededByAServer);
              }
              List<String> command =
                  List.of(building.resolve("bin/postgres").toString(), "--version");
              String said = Command.run(command, "").replace("postgres (PostgreSQL) ", "");
              Files.writeString(building.resolve(ServerCache.VERSION), ServerVersion.number(said));
            });
    if (built) {
      CacheCollector.collect(cache);
    }
    Binaries binaries = existing(cache);
    if (binaries == null) {
      throw Inventory.damaged(folder, "its file '" + ServerCache.VERSION + "' cannot be read");
    }
    return binaries;
  }

  @Nullable Binaries existing(ServerCache cache) {
    Path folder = cache.binaries().resolve(key);
    Path version = folder.resolve(ServerCache.VERSION);
    try {
      if (!CacheEntry.isComplete(folder, ServerCache.VERSION) || !LastUse.now(version)) {
        return null;
      }
      Ownership.requireEntry(cache, folder);
      String text = Files.readString(version);
      if (ServerVersion.parse(text) == null) {
        throw Inventory.damaged(
            folder, "'%s' in its file '%s' is no version".formatted(text, ServerCache.VERSION));
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
