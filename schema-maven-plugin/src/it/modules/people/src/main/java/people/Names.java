package people;

import static people.db.Tables.PERSON;

import java.util.List;
import org.jooq.DSLContext;

/** Compiles only where the code was generated from this module's own migrations. */
public class Names {
  public List<String> of(DSLContext database) {
    return database.select(PERSON.NAME).from(PERSON).fetch(PERSON.NAME);
  }
}
