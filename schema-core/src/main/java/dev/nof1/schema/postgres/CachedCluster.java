package dev.nof1.schema.postgres;

import dev.nof1.schema.error.ServerException;
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
 * @param place whose cache it is in
 * @param binaries what it was made with
 * @param folder has {@code data} and {@code password}
 */
record CachedCluster(Place place, Binaries binaries, Path folder) {
  static final String PASSWORD = "password";

  CachedCluster {
    Ownership.requireEntry(place, folder);
    try {
      if (!InitDb.isPassword(Secret.read(folder.resolve(PASSWORD)))) {
        throw CacheRepair.damaged(folder, "its file '" + PASSWORD + "' has no password of ours");
      }
    } catch (IOException e) {
      throw CacheRepair.damaged(folder, BuildOnce.reason(e));
    }
  }

  private static final int HASH_BYTES = 16;

  Path data() {
    return folder.resolve("data");
  }

  String password() throws IOException {
    return Secret.read(folder.resolve(PASSWORD));
  }

  /** As {@code initdb} leaves it, created at the first need. */
  static CachedCluster initialised(Host host, ServerSettings settings) throws IOException {
    Binaries.Archive archive = Binaries.Archive.find(settings.version());
    CachedCluster existing = existing(host, archive, "");
    return existing != null ? existing : initialise(host, settings, archive);
  }

  /** With something done to it, once. */
  static CachedCluster prepared(Host host, ServerSettings settings, Preparation preparation)
      throws IOException {
    Binaries.Archive archive = Binaries.Archive.find(settings.version());
    String suffix = suffix(settings, preparation);
    CachedCluster existing = existing(host, archive, suffix);
    if (existing != null) {
      return existing;
    }
    CachedCluster empty = existing(host, archive, "");
    if (empty == null) {
      empty = initialise(host, settings, archive);
    }
    return prepare(empty, suffix, host, settings, preparation);
  }

  /** What the name of a prepared cluster ends with. */
  static String suffix(ServerSettings settings, Preparation preparation) {
    return "-" + hash(preparation.key(), settings);
  }

  private static @Nullable CachedCluster existing(
      Host host, Binaries.Archive archive, String suffix) {
    for (Place place : host.places()) {
      Binaries binaries = archive.existing(place);
      if (binaries != null) {
        Path folder = folder(place, binaries, suffix);
        if (BuildOnce.isComplete(folder, PASSWORD) && LastUse.now(folder.resolve(PASSWORD))) {
          return new CachedCluster(place, binaries, folder);
        }
      }
    }
    return null;
  }

  /** The name says all that it depends on. */
  private static Path folder(Place place, Binaries binaries, String suffix) {
    String options = Integer.toHexString(InitDb.throwAwayOptions(binaries.major()).hashCode());
    return place
        .clusters()
        .resolve(
            binaries.folder().getFileName() + "-" + place.runAs().name() + "-" + options + suffix);
  }

  private static CachedCluster initialise(
      Host host, ServerSettings settings, Binaries.Archive archive) {
    Place place = host.usablePlace(null);
    Ownership.require(place, place.cache(), place.clusters());
    Binaries binaries = archive.unpacked(place, settings.progress());
    Path folder = folder(place, binaries, "");
    BuildOnce.folder(
        folder,
        PASSWORD,
        settings.progress(),
        building -> {
          settings.progress().accept("creating a PostgreSQL cluster to copy from (once)");
          String password = InitDb.newPassword();
          Path data = building.resolve("data");
          Folders.createOwned(data, place.runAs());
          InitDb.create(
              binaries, place.runAs(), InitDb.throwAwayOptions(binaries.major()), data, password);
          WriteAheadLog.trim(data);
          Secret.write(building.resolve(PASSWORD), password);
        });
    return new CachedCluster(place, binaries, folder);
  }

  private static CachedCluster prepare(
      CachedCluster empty,
      String suffix,
      Host host,
      ServerSettings settings,
      Preparation preparation) {
    Path folder = folder(empty.place, empty.binaries, suffix);
    boolean built =
        BuildOnce.folder(
            folder,
            PASSWORD,
            settings.progress(),
            building -> {
              settings.progress().accept("preparing a PostgreSQL cluster to copy from (once)");
              Path data = building.resolve("data");
              ServerLog log = new ServerLog(building.resolve("log"));
              try (EmbeddedServer server =
                  EmbeddedServer.start(empty.buildingIn(data, log), settings, host)) {
                run(preparation, server);
              }
              requireCleanStop(data, log);
              WriteAheadLog.trim(data);
              Files.delete(log.file().toPath());
              Secret.write(building.resolve(PASSWORD), empty.password());
            });
    if (built) {
      CacheCollector.collect(empty.place);
    }
    return new CachedCluster(empty.place, empty.binaries, folder);
  }

  private Cluster buildingIn(Path data, ServerLog log) throws IOException {
    return new Cluster(
        binaries,
        place.runAs(),
        data,
        data(),
        null,
        log,
        password(),
        parameters(),
        () -> {},
        () -> {});
  }

  /** What this project chooses for a server on a copy. */
  Map<String, String> parameters() {
    return TemporaryCluster.parameters(binaries.major());
  }

  private static void run(Preparation preparation, EmbeddedServer server) {
    try {
      preparation.prepare(server);
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      throw Waiting.interrupted(e);
    } catch (Exception e) {
      throw new ServerException(
          "A PostgreSQL cluster to copy from could not be prepared: "
              + e.getMessage()
              + ". Nothing of it is kept.",
          e);
    }
  }

  private static void requireCleanStop(Path data, ServerLog log) throws IOException {
    if (!ControlFile.read(data).isShutDown() || PostmasterPid.read(data) != null) {
      throw new ServerException(
          "The server of a preparation did not stop cleanly, so nothing of it is kept. Try again."
              + " Its log ends with:\n"
              + log.tail(20));
    }
  }

  private static String hash(String key, ServerSettings settings) {
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
