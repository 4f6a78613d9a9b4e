-- Tables, views and sequences: whose they are, whether row policies hold, and that they lie on disk.
SELECT c.relname::text, format('%s owned by %s, %s, row policies %s%s%s', CASE c.relkind
    WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
    WHEN 'S' THEN 'sequence' ELSE c.relkind::text END,
    pg_get_userbyid(c.relowner), c.relpersistence, CASE WHEN c.relrowsecurity THEN 'on' ELSE 'off' END,
    CASE WHEN c.relforcerowsecurity THEN ' and forced' ELSE '' END,
    CASE WHEN c.relreplident <> 'd' THEN ', identity ' || c.relreplident::text ELSE '' END)
FROM pg_class c WHERE c.relnamespace = 'siaga'::regnamespace AND c.relkind NOT IN ('i', 'I', 't', 'c')
    AND NOT c.relispartition
