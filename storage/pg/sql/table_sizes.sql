SELECT relname::text, pg_total_relation_size(oid), greatest(reltuples, 0)::bigint
FROM pg_class WHERE relnamespace = 'siaga'::regnamespace AND relkind IN ('r', 'p')
ORDER BY 2 DESC, 1 LIMIT 8
