package dev.nof1.schema.postgres.cluster;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.files.FolderLock;
import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.files.Secret;
import dev.nof1.schema.postgres.process.Binaries;
import dev.nof1.schema.postgres.process.ClaimedCluster;
import dev.nof1.schema.postgres.process.DetachedMarker;
import dev.nof1.schema.postgres.process.LaunchSettings;
import dev.nof1.schema.postgres.process.OrphanedServer;
import dev.nof1.schema.postgres.process.RunAs;
import dev.nof1.schema.postgres.process.ServerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Somebody's data, in a folder of their choice: {@code data} (the cluster), {@code password},
 * {@code log} and {@code lock}.
 */
public final class PersistentCluster {
  private static final String DATA = "data";

  /** Prefix of a new cluster's folder until it is complete. */
  private static final String RUBBISH = "data.new-";

  private final Path folder;
  private final Path data;
  private final Host host;
  private final LaunchSettings settings;

  private PersistentCluster(Path folder, Host host, LaunchSettings settings) {
    this.folder = folder;
    this.data = folder.resolve(DATA);
    this.host = host;
    this.settings = settings;
  }

  /** Checks whether the cluster is there. */
  public static boolean exists(Path folder) {
    return Files.exists(folder.resolve(DATA));
  }

  /** Waits for its turn, then creates the cluster if it is not there. */
  public static ClaimedCluster open(Path folder, Host host, LaunchSettings settings)
      throws IOException {
    return new PersistentCluster(folder.toAbsolutePath().normalize(), host, settings).open();
  }

  private ClaimedCluster open() throws IOException {
    try {
      Folders.create(folder);
    } catch (IOException e) {
      throw new ServerException(
          "The data folder "
              + folder
              + " cannot be created: "
              + Folders.reason(e)
              + ". Make its parent writable or name another folder.",
          e);
    }
    requireOwner();
    Path lockFile = folder.resolve("lock");
    if (FolderLock.isHeldHere(lockFile)) {
      throw new ServerException(
          "This process already runs a server on "
              + folder
              + ", and two on the same data would destroy it. Share that server or close it first.");
    }
    FolderLock lock = FolderLock.acquire(lockFile, folder.toString(), settings.progress());
    try {
      return openLocked(lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private ClaimedCluster openLocked(FolderLock lock) throws IOException {
    Folders.deleteRubbish(folder, RUBBISH);
    ServerCache cache = cache();
    Binaries binaries = BinaryArchive.find(settings.version()).unpacked(cache, settings.progress());
    if (Files.exists(data)) {
      requireSameMajor(binaries);
      if (DetachedMarker.running(folder) == null) {
        OrphanedServer.awaitEnd(data, cache.runAs(), settings);
      }
    } else {
      create(cache.runAs(), binaries);
    }
    Path password = folder.resolve("password");
    if (!Files.exists(password)) {
      throw new ServerException(
          "The password of the data in "
              + data
              + " is not in "
              + password
              + " any more. Nothing was changed. Put the file back, or move "
              + folder
              + " away and migrate afresh.");
    }
    return new ClaimedCluster(
        binaries,
        cache.runAs(),
        data,
        null,
        null,
        null,
        new ServerLog(folder.resolve("log")),
        Secret.read(password),
        // After a crash the error is reported at once, and the next start recovers.
        Map.of("restart_after_crash", "off"),
        () -> {},
        lock::close);
  }

  private ServerCache cache() throws IOException {
    if (!Files.exists(data)) {
      return host.usableCache(data);
    }
    return host.runningAs(Folders.owner(data)).usableCache(data);
  }

  /** Looked at before the lock: to somebody else that only says "access denied". */
  private void requireOwner() {
    Path theirs = Files.exists(data) ? data : folder;
    String user = System.getProperty("user.name", RunAs.NO_NAME);
    // A JVM whose user has no name (a container's arbitrary uid) cannot check the owner; PostgreSQL
    // decides.
    if (RunAs.isRoot() || user.equals(RunAs.NO_NAME)) {
      return;
    }
    try {
      String owner = Files.getOwner(theirs).getName();
      if (!user.equals(owner) && (theirs.equals(data) || !Files.isWritable(folder))) {
        throw new ServerException(
            "The data in "
                + theirs
                + " belongs to user "
                + owner
                + (owner.equals("root") ? ", and only that user" : ", and only that user, or root,")
                + " can start a server on it; this is "
                + user
                + ". Nothing was changed. Run this as "
                + (owner.equals("root") ? owner : owner + " or root")
                + ", or name another data folder.");
      }
    } catch (IOException e) {
      throw new ServerException(
          "The folder " + theirs + " cannot be read: " + Folders.reason(e) + ".", e);
    }
  }

  private void create(RunAs runAs, Binaries binaries) throws IOException {
    Path building = folder.resolve(RUBBISH + Folders.uniqueName());
    settings.progress().accept("creating a PostgreSQL cluster in " + folder);
    String password = InitDb.newPassword();
    runAs.createFolder(building);
    try {
      InitDb.create(binaries, runAs, InitDb.options(binaries.major()), building, password);
      // Before the data gets its name: data without its password would be lost.
      Secret.write(folder.resolve("password"), password);
      Files.move(building, data);
    } catch (IOException | RuntimeException e) {
      Folders.tryDelete(building);
      throw e;
    }
  }

  private void requireSameMajor(Binaries binaries) throws IOException {
    Path file = data.resolve("PG_VERSION");
    if (!Files.exists(file)) {
      throw new ServerException(
          "The folder "
              + data
              + " is there but is no PostgreSQL cluster (it has no PG_VERSION)."
              + " Nothing was changed. Move it away or name another data folder.");
    }
    String found = Files.readString(file).strip();
    if (!found.equals(Integer.toString(binaries.major()))) {
      throw new ServerException(
          "The data in "
              + data
              + " was written by PostgreSQL "
              + found
              + ", and this is PostgreSQL "
              + binaries.version()
              + ", which cannot read it. Nothing was changed. To keep the data, start it once more"
              + " with the release that brought PostgreSQL "
              + found
              + " and dump it with pg_dump; otherwise move "
              + folder
              + " away and migrate afresh.");
    }
  }
}
