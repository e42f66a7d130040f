package shop;

import dev.nof1.schema.junit.MigratedDatabase;

@MigratedDatabase
class FirstSharedTest extends SharedApplication {}
