package shop;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Job of Quartz's, which is in the database from the application's start. */
@Configuration(proxyBeanMethods = false)
public class Timetable {
  public static class Closing implements Job {
    @Override
    public void execute(JobExecutionContext context) {}
  }

  @Bean
  JobDetail closing() {
    return JobBuilder.newJob(Closing.class).withIdentity("closing").storeDurably().build();
  }

  @Bean
  Trigger nextYear(JobDetail closing) {
    return TriggerBuilder.newTrigger()
        .forJob(closing)
        .withIdentity("next year")
        .startAt(Date.from(Instant.now().plus(365, ChronoUnit.DAYS)))
        .build();
  }
}
