package shop;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

@Entity
@Cacheable
@Table(name = "orders")
public class Order {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "orders")
  @SequenceGenerator(name = "orders", sequenceName = "orders_seq", allocationSize = 50)
  private Long id;

  private String item;

  protected Order() {}

  Order(String item) {
    this.item = item;
  }

  public Long id() {
    return id;
  }

  public String item() {
    return item;
  }
}
