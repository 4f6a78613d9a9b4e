-- A NOT NULL is a column's; servers from 18 on list it here as well.
SELECT c.relname || '.' || n.conname,
    pg_get_constraintdef(n.oid) || CASE WHEN n.convalidated THEN '' ELSE ' (not validated)' END
FROM pg_constraint n JOIN pg_class c ON c.oid = n.conrelid
WHERE n.connamespace = 'siaga'::regnamespace AND n.contype <> 'n' AND NOT c.relispartition
UNION ALL
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    || CASE WHEN i.indisvalid AND i.indisready THEN '' ELSE ' (not valid)' END
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
WHERE c.relnamespace = 'siaga'::regnamespace AND NOT c.relispartition
UNION ALL
SELECT r.tablename || '.' || r.rulename, r.definition FROM pg_rules r WHERE r.schemaname = 'siaga'
