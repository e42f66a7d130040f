package shop;

import dev.nof1.schema.junit.MigratedDatabase;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;

@DataJpaTest
@MigratedDatabase
class CustomerJpaTest extends CustomerTable {}
