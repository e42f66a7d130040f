package shop;

import jakarta.persistence.QueryHint;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;

public interface Orders extends JpaRepository<Order, Long> {

  /** Finds all, or remembers what it found. */
  @Query("SELECT o FROM Order o")
  @QueryHints(@QueryHint(name = "org.hibernate.cacheable", value = "true"))
  List<Order> remembered();
}
