package shop;

import dev.nof1.schema.junit.MigratedDatabase;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

@Retention(RetentionPolicy.RUNTIME)
@MigratedDatabase
@interface Database {}
