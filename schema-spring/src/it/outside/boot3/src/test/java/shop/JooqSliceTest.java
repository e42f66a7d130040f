package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.MigratedDatabase;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.jooq.JooqTest;


@JooqTest
@MigratedDatabase
class JooqSliceTest {
  @Autowired DSLContext jooq;

  @Test
  void asks() {
    assertThat(jooq.fetchCount(DSL.table("orders"))).isZero();
  }
}
