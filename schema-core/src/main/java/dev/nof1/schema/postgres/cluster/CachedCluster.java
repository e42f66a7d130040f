package dev.nof1.schema.postgres.cluster;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.files.Secret;
import dev.nof1.schema.postgres.process.Binaries;
import dev.nof1.schema.postgres.process.ClaimedCluster;
import dev.nof1.schema.postgres.process.LaunchSettings;
import dev.nof1.schema.postgres.process.PostmasterPid;
import dev.nof1.schema.postgres.process.ServerLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that the data of throw-away servers is copied from.
 *
 * @param cache whose cache it is in
 * @param binaries what it was made with
 * @param folder has {@code data} and {@code password}
 */
public record CachedCluster(ServerCache cache, Binaries binaries, Path folder) {
  private static final int HASH_BYTES = 16;

  public CachedCluster {
    Ownership.requireEntry(cache, folder);
    try {
      if (!InitDb.isPassword(Secret.read(folder.resolve(ServerCache.PASSWORD)))) {
        throw Inventory.damaged(
            folder, "its file '" + ServerCache.PASSWORD + "' has no password of ours");
      }
    } catch (IOException e) {
      throw Inventory.damaged(folder, Folders.reason(e));
    }
  }

  Path data() {
    return folder.resolve("data");
  }

  String password() throws IOException {
    return Secret.read(folder.resolve(ServerCache.PASSWORD));
  }

  /** Does something to a cluster that becomes an entry of the cache, on a server of its own. */
  public interface Filling {
    /**
     * Starts a server on the cluster, does it, and stops the server.
     *
     * @param cluster a copy of an empty one
     * @throws IOException when it cannot be done; nothing is kept
     */
    void fill(ClaimedCluster cluster) throws IOException;
  }

  /** The cluster as {@code initdb} leaves it, created at the first need. */
  public static CachedCluster initialised(Host host, LaunchSettings settings) throws IOException {
    BinaryArchive archive = BinaryArchive.find(settings.version());
    CachedCluster existing = existing(host, archive, "");
    return existing != null ? existing : initialise(host, settings, archive);
  }

  /** The cluster with a preparation done to it, once. */
  public static CachedCluster prepared(
      Host host, LaunchSettings settings, String key, Filling filling) throws IOException {
    BinaryArchive archive = BinaryArchive.find(settings.version());
    String suffix = suffix(settings, key);
    CachedCluster existing = existing(host, archive, suffix);
    if (existing != null) {
      return existing;
    }
    CachedCluster empty = existing(host, archive, "");
    if (empty == null) {
      empty = initialise(host, settings, archive);
    }
    return prepare(empty, suffix, settings, filling);
  }

  /** Suffix of a prepared cluster's name. */
  public static String suffix(LaunchSettings settings, String key) {
    return "-" + hash(key, settings);
  }

  private static @Nullable CachedCluster existing(Host host, BinaryArchive archive, String suffix) {
    for (ServerCache cache : host.caches()) {
      Binaries binaries = archive.existing(cache);
      if (binaries != null) {
        Path folder = folder(cache, binaries, suffix);
        if (CacheEntry.isComplete(folder, ServerCache.PASSWORD)
            && LastUse.now(folder.resolve(ServerCache.PASSWORD))) {
          return new CachedCluster(cache, binaries, folder);
        }
      }
    }
    return null;
  }

  /** The name says all that it depends on. */
  private static Path folder(ServerCache cache, Binaries binaries, String suffix) {
    String options = Integer.toHexString(InitDb.throwAwayOptions(binaries.major()).hashCode());
    return cache
        .clusters()
        .resolve(
            binaries.folder().getFileName() + "-" + cache.runAs().name() + "-" + options + suffix);
  }

  private static CachedCluster initialise(
      Host host, LaunchSettings settings, BinaryArchive archive) {
    ServerCache cache = host.usableCache(null);
    Ownership.require(cache, cache.folder(), cache.clusters());
    Binaries binaries = archive.unpacked(cache, settings.progress());
    Path folder = folder(cache, binaries, "");
    CacheEntry.folder(
        folder,
        ServerCache.PASSWORD,
        settings.progress(),
        building -> {
          settings.progress().accept("creating a PostgreSQL cluster to copy from (once)");
          String password = InitDb.newPassword();
          Path data = building.resolve("data");
          cache.runAs().createFolder(data);
          InitDb.create(
              binaries, cache.runAs(), InitDb.throwAwayOptions(binaries.major()), data, password);
          WriteAheadLog.trim(data);
          Secret.write(building.resolve(ServerCache.PASSWORD), password);
        });
    return new CachedCluster(cache, binaries, folder);
  }

  private static CachedCluster prepare(
      CachedCluster empty, String suffix, LaunchSettings settings, Filling filling) {
    Path folder = folder(empty.cache, empty.binaries, suffix);
    boolean built =
        CacheEntry.folder(
            folder,
            ServerCache.PASSWORD,
            settings.progress(),
            building -> {
              settings.progress().accept("preparing a PostgreSQL cluster to copy from (once)");
              Path data = building.resolve("data");
              ServerLog log = new ServerLog(building.resolve("log"));
              filling.fill(empty.buildingIn(data, log));
              requireCleanStop(data, log);
              WriteAheadLog.trim(data);
              Files.delete(log.file().toPath());
              Secret.write(building.resolve(ServerCache.PASSWORD), empty.password());
            });
    if (built) {
      CacheCollector.collect(empty.cache);
    }
    return new CachedCluster(empty.cache, empty.binaries, folder);
  }

  private ClaimedCluster buildingIn(Path data, ServerLog log) throws IOException {
    return new ClaimedCluster(
        binaries,
        cache.runAs(),
        data,
        data(),
        null,
        null,
        log,
        password(),
        parameters(),
        () -> {},
        () -> {});
  }

  /** Parameters that this project chooses for a server on a copy. */
  Map<String, String> parameters() {
    return TemporaryParameters.of(binaries.major());
  }

  private static void requireCleanStop(Path data, ServerLog log) throws IOException {
    if (!ControlFile.read(data).isShutDown() || PostmasterPid.read(data) != null) {
      throw new ServerException(
          "The server of a preparation did not stop cleanly, so nothing of it is kept. Try again."
              + " Its log ends with:\n"
              + log.tail(20));
    }
  }

  private static String hash(String key, LaunchSettings settings) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      for (Map.Entry<String, String> each : settings.parameters().entrySet()) {
        update(hash, each.getKey().length() + " " + each.getValue().length() + " ");
        update(hash, each.getKey() + each.getValue());
      }
      update(hash, "\n");
      update(hash, key);
      return HexFormat.of().formatHex(hash.digest(), 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static void update(MessageDigest hash, String text) {
    hash.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
