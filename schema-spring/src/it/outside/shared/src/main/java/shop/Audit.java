package shop;

import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Second database, as Spring Boot documents one: beside the one that it configures. */
@Configuration(proxyBeanMethods = false)
public class Audit {
  @Qualifier("audit")
  @Bean(defaultCandidate = false)
  DataSource auditDataSource() {
    return new DriverManagerDataSource("jdbc:postgresql://production.invalid/audit");
  }
}
