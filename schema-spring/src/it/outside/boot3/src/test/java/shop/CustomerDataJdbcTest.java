package shop;

import dev.nof1.schema.junit.MigratedDatabase;
import org.springframework.boot.test.autoconfigure.data.jdbc.DataJdbcTest;

@DataJdbcTest
@MigratedDatabase
class CustomerDataJdbcTest extends CustomerTable {}
