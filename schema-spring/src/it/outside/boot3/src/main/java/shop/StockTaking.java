package shop;

import org.springframework.batch.core.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.repeat.RepeatStatus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** Job of Spring Batch's, which Spring Boot runs when the application starts. */
@Configuration(proxyBeanMethods = false)
public class StockTaking {
  @Bean
  Job counting(JobRepository repository, PlatformTransactionManager transactions) {
    return new JobBuilder("stock taking", repository)
        .start(
            new StepBuilder("count", repository)
                .tasklet((contribution, context) -> RepeatStatus.FINISHED, transactions)
                .build())
        .build();
  }
}
