package dev.nof1.schema.catalog;

import static dev.nof1.schema.fixture.TestServer.execute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.fixture.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private final DataSource database = TestServer.emptyDatabase();

  @Test
  void rendersAParagraphAnObject() throws SQLException {
    execute(
        database,
        "CREATE TYPE mood AS ENUM ('sad', 'it''s ok')",
        "CREATE TABLE \"T 1\" (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, m mood NOT NULL DEFAULT 'sad')",
        "CREATE INDEX i ON \"T 1\" (m)",
        "CREATE TABLE changelog (id int)");
    assertThat(read().text())
        .isEqualTo(
            """
            extension plpgsql
              schema: pg_catalog
              comment: PL/pgSQL procedural language

            schema public
              comment: standard public schema

            table public."T 1"

            column public."T 1".id
              type: integer
              identity: always
              not null: yes

            column public."T 1".m
              type: public.mood
              default: 'sad'::public.mood
              not null: yes

            constraint public."T 1"."T 1_pkey"
              definition: PRIMARY KEY (id)

            index public.i
              definition: CREATE INDEX i ON public."T 1" USING btree (m)

            sequence public."T 1_id_seq"
              type: integer
              owned by: public."T 1".id

            enum type public.mood
              labels: 'sad', 'it''s ok'
            """);
  }

  private SchemaSnapshot read() throws SQLException {
    try (Connection connection = database.getConnection()) {
      return SchemaSnapshot.read(connection);
    }
  }
}
