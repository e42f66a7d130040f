package dev.nof1.schema.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.fixture.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CatalogQueryTest {

  @Test
  void sendsALineToTheMajorsThatItIsFor() {
    assertThat(CatalogQuery.sql("collations", 14))
        .contains("collcollate AS")
        .doesNotContain("colliculocale", "colllocale");
    assertThat(CatalogQuery.sql("collations", 15))
        .contains("colliculocale")
        .doesNotContain("collicurules", "colllocale");
    assertThat(CatalogQuery.sql("collations", 16)).contains("colliculocale", "collicurules");
    assertThat(CatalogQuery.sql("collations", 17))
        .contains("colllocale")
        .doesNotContain("colliculocale");
  }

  @ParameterizedTest
  @EnumSource(Catalog.class)
  void asksAMajorThatIsNotKnownYetForNothingNew(Catalog catalog) {
    assertThat(catalog.sql(99)).isEqualTo(catalog.sql(18));
  }

  @Test
  void passesOverQueriesThatThereAre() throws SQLException {
    Set<String> passedOver = new HashSet<>();
    try (Connection connection = TestServer.emptyDatabase().getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                CatalogQuery.sql(
                    "empty_catalogs", connection.getMetaData().getDatabaseMajorVersion()))) {
      query.setArray(1, connection.createArrayOf("text", new String[] {"public"}));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          passedOver.add(row.getString(1));
        }
      }
    }
    assertThat(Stream.of(Catalog.values()).map(Catalog::file)).containsAll(passedOver);
    assertThat(passedOver).contains("enum_types", "casts").doesNotContain("tables");
  }

  /** The driver words a float in another way once it gets it in binary, at a query's fifth use. */
  @ParameterizedTest
  @EnumSource(Catalog.class)
  void givesNothingWhoseTextDependsOnTheDriver(Catalog catalog) throws SQLException {
    try (Connection connection = TestServer.server().dataSource("postgres").getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                catalog.sql(connection.getMetaData().getDatabaseMajorVersion()))) {
      ResultSetMetaData columns = query.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        assertThat(columns.getColumnTypeName(i))
            .as(columns.getColumnLabel(i))
            .isNotIn(
                "float4", "float8", "_float4", "_float8", "numeric", "timestamp", "timestamptz");
      }
    }
  }

  /** There are no binaries of 13 to test with; what it is asked for, newer ones have too. */
  @ParameterizedTest
  @EnumSource(Catalog.class)
  void asksThirteenInGoodSql(Catalog catalog) throws SQLException {
    String sql = catalog.sql(13);
    assertThat(sql)
        .doesNotContain(
            "attcompression", "rngmultitypid", "typsubscript", "prosqlbody", "stxexprs", "prqual");
    try (Connection connection = TestServer.server().dataSource("postgres").getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      if (query.getParameterMetaData().getParameterCount() == 1) {
        query.setArray(1, connection.createArrayOf("text", new String[] {"public"}));
      }
      assertThat(query.execute()).isTrue();
    }
  }
}
