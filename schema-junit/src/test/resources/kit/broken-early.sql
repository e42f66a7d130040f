SELECT * FROM early;
