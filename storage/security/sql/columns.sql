SELECT c.relname || '.' || a.attname, format('%s%s%s%s%s%s', format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN ' not null' ELSE '' END,
    CASE WHEN a.attidentity <> '' THEN ' identity ' || a.attidentity::text ELSE '' END,
    CASE WHEN a.attgenerated <> '' THEN ' generated' ELSE '' END,
    CASE WHEN a.attstattarget = 0 THEN ' no statistics' ELSE '' END,
    coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''))
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = 'siaga'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
    AND a.attnum > 0 AND NOT a.attisdropped
