package dev.nof1.schema.maven;

import java.util.HashMap;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.jspecify.annotations.Nullable;

/** Credentials of a server in Maven's settings. */
final class ServerCredentials {
  private ServerCredentials() {}

  /**
   * Finds and decrypts them.
   *
   * @param id the server's; null for none
   * @return keys of an environment and their values
   */
  static Map<String, String> of(@Nullable String id, Settings settings, SettingsDecrypter decrypter)
      throws MojoExecutionException {
    if (id == null || id.isBlank()) {
      return Map.of();
    }
    @Nullable Server server = settings.getServer(id);
    if (server == null) {
      throw new MojoExecutionException(
          "There is no <server> with the id %s in settings.xml. Nothing was run. Add it there, or correct schema.server."
              .formatted(id));
    }
    SettingsDecryptionResult result =
        decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
    for (SettingsProblem problem : result.getProblems()) {
      throw new MojoExecutionException(
          "The password of the <server> %s in settings.xml cannot be decrypted: %s. Nothing was run."
              .formatted(id, problem.getMessage()));
    }
    Map<String, String> credentials = new HashMap<>();
    put(credentials, "USERNAME", result.getServer().getUsername());
    put(credentials, "PASSWORD", result.getServer().getPassword());
    return credentials;
  }

  private static void put(Map<String, String> credentials, String key, @Nullable String value) {
    if (value != null) {
      credentials.put(key, value);
    }
  }
}
