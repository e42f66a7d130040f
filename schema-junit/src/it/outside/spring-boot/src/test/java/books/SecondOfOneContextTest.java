package books;

class SecondOfOneContextTest extends OneContextTest {}
