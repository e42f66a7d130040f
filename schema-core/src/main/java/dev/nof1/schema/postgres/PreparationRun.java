package dev.nof1.schema.postgres;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.cluster.CachedCluster;
import dev.nof1.schema.postgres.cluster.Host;
import dev.nof1.schema.postgres.files.Waiting;
import dev.nof1.schema.postgres.process.ClaimedCluster;
import java.io.IOException;

/** Runs a {@link Preparation} on the cluster that becomes an entry of the cache. */
record PreparationRun(Preparation preparation, ServerSettings settings, Host host)
    implements CachedCluster.Filling {

  @Override
  public void fill(ClaimedCluster cluster) throws IOException {
    try (EmbeddedServer server = EmbeddedServer.start(cluster, settings, host)) {
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
  }
}
