package books;

class FirstOfOneContextTest extends OneContextTest {}
