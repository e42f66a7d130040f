package dev.nof1.schema.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class ConnectionSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://h:1/d, jdbc:postgresql://h:1/d",
    "jdbc:postgresql://h/d?ssl=true&password=s3cret&x=y, jdbc:postgresql://h/d?ssl=true&password=***",
    "jdbc:postgresql://h/d?password=s3&cret, jdbc:postgresql://h/d?password=***",
    "jdbc:postgresql://h/d?PassWord=s3cret, jdbc:postgresql://h/d?PassWord=***",
    "jdbc:postgresql://h/d?ssl=true&api_KEY=s3cret, jdbc:postgresql://h/d?ssl=true&api_KEY=***",
    "jdbc:postgresql://h/d?pwd=s3cret, jdbc:postgresql://h/d?pwd=***",
    "jdbc:postgresql:d?sslpassword=s3cret, jdbc:postgresql:d?sslpassword=***",
    "'jdbc:postgresql:wrapped://u:s3cret@h/d', '(not shown, it may hold a secret)'",
  })
  void masksAPasswordInTheUrl(String url, String shown) {
    ConnectionSettings settings = new ConnectionSettings(url, "u", "s3cret");

    assertThat(settings.displayUrl()).isEqualTo(shown);
    assertThat(settings).hasToString("ConnectionSettings[%s, user u]", shown);
    assertThat(settings.url()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://u:s3cret@h/d",
        "jdbc:postgresql://s3cret@h/d",
        "jdbc:postgresql://u:s3/cret@h/d",
        "jdbc:postgresql://h?password=s3cret",
        "jdbc:postgresql://h:s3cret/d",
        "jdbc:postgresql://h:99999/d?password=s3cret",
        "jdbc:postgresql://h/d%zz?password=s3cret",
        "jdbc:mysql://u:s3cret@h/d",
        "JDBC:postgresql://h/d?password=s3cret",
        "s3cret",
      })
  void refusesAUrlWithoutShowingItsSecret(String url) {
    assertThatThrownBy(() -> new ConnectionSettings(url, null, null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("The database URL ")
        .hasMessageNotContainingAny("s3", "cret@")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql:d",
        "jdbc:postgresql://h/authors?connectTimeout=5&sslkey=key.pem",
        "jdbc:postgresql:///d",
        "jdbc:postgresql://h/",
        "jdbc:postgresql://h/my@d:b,c",
        "jdbc:postgresql://[::1]:1/d",
        "jdbc:postgresql://a:1,b:2,c/d?targetServerType=primary",
      })
  void takesEveryFormOfTheDriver(String url) {
    assertThat(new ConnectionSettings(url, null, null).displayUrl()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql:///?service=no_such_service",
        "jdbc:postgresql:?service=no_such_service&password=s3cret",
        "jdbc:postgresql://h:1/d?password=s3cret&service=no_such_service"
      })
  void namesAServiceThatIsNotDefined(String url) {
    assertThatThrownBy(() -> new ConnectionSettings(url, null, null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The database URL names the service 'no_such_service', which is not defined. Define it in the file that PGSERVICEFILE names, in .pg_service.conf in your home folder, or in pg_service.conf in the folder that PGSYSCONFDIR names; or correct its name.");
  }

  @Test
  void passesThePasswordToTheDriverAsItIs() {
    String odd = " a?&b=%41'\"\\$ü ";
    PGSimpleDataSource source = source("jdbc:postgresql://h:1/d", "u", odd);

    assertThat(source.getPassword()).isEqualTo(odd);
    assertThat(source.getUser()).isEqualTo("u");
    assertThat(source.getApplicationName()).isEqualTo("schema-cli");
    assertThat(source.getServerNames()).containsExactly("h");
    assertThat(source.getPortNumbers()).containsExactly(1);
    assertThat(source.getDatabaseName()).isEqualTo("d");
  }

  @Test
  void prefersWhatTheUrlSays() {
    PGSimpleDataSource source =
        source("jdbc:postgresql://h/d?user=a&password=b%26&ApplicationName=c", "u", "p");

    assertThat(source.getUser()).isEqualTo("a");
    assertThat(source.getPassword()).isEqualTo("b&");
    assertThat(source.getApplicationName()).isEqualTo("c");
  }

  private static PGSimpleDataSource source(String url, String user, String password) {
    return new ConnectionSettings(url, user, password).dataSource("schema-cli");
  }
}
