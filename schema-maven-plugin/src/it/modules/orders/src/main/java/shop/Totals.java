package shop;

import static orders.db.Tables.ORDERS;

import java.math.BigDecimal;
import org.jooq.DSLContext;

/** Compiles only where the code was generated from the migrated database. */
public class Totals {
  public BigDecimal of(DSLContext database) {
    return database.fetchValue(
        database.select(org.jooq.impl.DSL.sum(ORDERS.AMOUNT)).from(ORDERS));
  }
}
