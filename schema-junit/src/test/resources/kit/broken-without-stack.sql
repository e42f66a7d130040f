SELECT * FROM stack;
