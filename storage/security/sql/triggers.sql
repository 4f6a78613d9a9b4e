-- Our own by their definition; those that PostgreSQL keeps for foreign keys by whether one of them is set aside.
SELECT c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid) || CASE t.tgenabled
    WHEN 'O' THEN '' WHEN 'D' THEN ' (disabled)' ELSE ' (' || t.tgenabled::text || ')' END
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = 'siaga'::regnamespace AND NOT t.tgisinternal AND NOT c.relispartition
UNION ALL
SELECT c.relname || ' foreign keys', count(*)::text || ' (disabled)'
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = 'siaga'::regnamespace AND t.tgisinternal AND t.tgenabled <> 'O' GROUP BY c.relname
UNION ALL
SELECT 'event ' || evtname, evtevent || ' ' || evtfoid::regproc || ' ' || evtenabled::text FROM pg_event_trigger
