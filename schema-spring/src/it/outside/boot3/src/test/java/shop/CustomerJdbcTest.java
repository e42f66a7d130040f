package shop;

import dev.nof1.schema.junit.MigratedDatabase;
import org.springframework.boot.test.autoconfigure.jdbc.JdbcTest;

@JdbcTest
@MigratedDatabase
class CustomerJdbcTest extends CustomerTable {}
