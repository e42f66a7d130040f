package shop;

import dev.nof1.schema.junit.MigratedDatabase;
import org.springframework.boot.test.autoconfigure.orm.jpa.DataJpaTest;

@DataJpaTest
@MigratedDatabase
class CustomerJpaTest extends CustomerTable {}
