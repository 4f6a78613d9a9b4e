-- Tables whose row policies are switched off, and triggers that are set aside.
SELECT c.relname::text FROM pg_class c
WHERE c.relnamespace = 'siaga'::regnamespace AND NOT c.relrowsecurity
    AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
UNION ALL
SELECT c.relname || '.' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = 'siaga'::regnamespace AND t.tgenabled IN ('D', 'R')
