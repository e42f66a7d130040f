package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.fixture.Kit;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Parameters of our types that somebody else resolves. */
@MigratedDatabase
class ForeignParametersTest {

  /** As Mockito's. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface Mock {}

  /** As Jakarta's. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface NotNull {}

  static final class Mocks implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.isAnnotated(Mock.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return new PGSimpleDataSource();
    }
  }

  private static void assertOurs(DataSource database) throws SQLException {
    assertThat(Kit.one(database, "SELECT count(*) FROM trades")).isEqualTo("0");
  }

  @Test
  @ExtendWith(Mocks.class)
  void withSomebodyElsesAnnotationAreTheirs(@Mock DataSource theirs, DataSource ours)
      throws SQLException {
    assertThat(theirs).isInstanceOf(PGSimpleDataSource.class);
    assertOurs(ours);
  }

  @Test
  void withAnAnnotationAboutTheValueAreOurs(@NotNull DataSource ours, @NotNull Connection also)
      throws SQLException {
    assertOurs(ours);
    Kit.run(also, "SELECT 1");
  }

  @Test
  void withOursAndAnotherAnnotationAreOurs(@NotNull @JdbcUrl @Marked String url) {
    assertThat(url).startsWith("jdbc:postgresql:");
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Marked {}

  static Stream<DataSource> sources() {
    return Stream.of(new PGSimpleDataSource());
  }

  @ParameterizedTest
  @MethodSource("sources")
  void thatAreArgumentsAreNotOurs(DataSource theirs, DataSource ours) throws SQLException {
    assertThat(theirs).isInstanceOf(PGSimpleDataSource.class);
    assertOurs(ours);
  }

  static Stream<Arguments> pairs() {
    return Stream.of(Arguments.of("a", new PGSimpleDataSource()));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void thatAreTheSecondArgumentAreNotOurs(String name, DataSource theirs, Connection ours)
      throws SQLException {
    assertThat(theirs).isInstanceOf(PGSimpleDataSource.class);
    Kit.run(ours, "SELECT 1");
  }

  @Nested
  @ParameterizedClass
  @MethodSource("dev.nof1.schema.junit.ForeignParametersTest#sources")
  class OfAParameterizedClass {
    private final DataSource theirs;

    OfAParameterizedClass(DataSource theirs) {
      this.theirs = theirs;
    }

    @Test
    void areNotOursInItsConstructor(DataSource ours) throws SQLException {
      assertThat(theirs).isInstanceOf(PGSimpleDataSource.class);
      assertOurs(ours);
    }

    @ParameterizedTest
    @MethodSource("dev.nof1.schema.junit.ForeignParametersTest#pairs")
    void areNotOursInItsParameterizedTests(String name, DataSource argument, DataSource ours)
        throws SQLException {
      assertThat(argument).isInstanceOf(PGSimpleDataSource.class).isNotSameAs(theirs);
      assertOurs(ours);
    }
  }
}
