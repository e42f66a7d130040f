package shop;

import dev.nof1.schema.junit.MigratedDatabase;
import org.springframework.boot.data.jdbc.test.autoconfigure.DataJdbcTest;

@DataJdbcTest
@MigratedDatabase
class CustomerDataJdbcTest extends CustomerTable {}
