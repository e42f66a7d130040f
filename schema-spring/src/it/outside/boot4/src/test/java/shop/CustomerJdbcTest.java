package shop;

import dev.nof1.schema.junit.MigratedDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;

@JdbcTest
@MigratedDatabase
class CustomerJdbcTest extends CustomerTable {}
