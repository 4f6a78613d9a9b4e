-- One digest over all rows of a table, whatever order they lie in: equal only where every row is.
SELECT count(*), coalesce(encode(sha256(string_agg(one, '' ORDER BY one)), 'hex'), '')
FROM (SELECT sha256(convert_to(ROW({columns})::text, 'UTF8')) AS one FROM {table} t) rows
