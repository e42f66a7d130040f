package dev.nof1.schema.rows;

import java.util.List;

/**
 * Type of the server's catalogs.
 *
 * @param schema where it is
 * @param typeName its name in that schema
 * @param kind {@code b}ase, {@code c}omposite, {@code d}omain, {@code e}num, {@code r}ange, {@code
 *     m}ultirange
 * @param category {@code S} for what is like a text
 * @param name as it stands in SQL
 * @param base oid of the type beneath a domain
 * @param baseTypmod modifier of that type
 * @param element oid of an array's element; 0 where it is no array
 * @param range oid of a range's bounds, or of a multirange's range; 0 for others
 * @param parts oids of a composite's attributes
 * @param partTypmods their modifiers
 */
record ValueType(
    String schema,
    String typeName,
    char kind,
    char category,
    String name,
    long base,
    int baseTypmod,
    long element,
    long range,
    List<Long> parts,
    List<Integer> partTypmods) {

  boolean isBuiltIn() {
    return schema.equals("pg_catalog");
  }
}
