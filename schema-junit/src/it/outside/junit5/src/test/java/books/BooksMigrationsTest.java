package books;

import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.contract.MigrationContract;

@MigratedDatabase(version = "base")
class BooksMigrationsTest implements MigrationContract {}
