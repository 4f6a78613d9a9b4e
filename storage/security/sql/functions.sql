-- A body that is kept as a parsed tree (BEGIN ATOMIC) gains names for nameless columns when a dump brings it back.
SELECT p.oid::regprocedure::text, format('digest %s, owned by %s, %s, %s',
    left(encode(sha256(convert_to(CASE WHEN p.prosqlbody IS NULL THEN pg_get_functiondef(p.oid)
        ELSE regexp_replace(pg_get_functiondef(p.oid), ' AS ("[^"]*"|\w+)(?=,?$)', '', 'gn') END, 'UTF8')), 'hex'), 16),
    pg_get_userbyid(p.proowner), CASE WHEN p.prosecdef THEN 'as its owner' ELSE 'as its caller' END,
    coalesce(array_to_string(p.proconfig, ', '), 'no setting'))
FROM pg_proc p WHERE p.pronamespace = 'siaga'::regnamespace AND p.prokind IN ('f', 'p', 'w')
UNION ALL
SELECT 'transition ' || concat_ws(' ', subject, start, act, role), format('%s %s', "end", needs::text)
FROM siaga.transition
UNION ALL
SELECT 'schema ' || nspname, pg_get_userbyid(nspowner) FROM pg_namespace
WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\_%' AND nspname <> 'public'
UNION ALL
SELECT 'extension ' || extname, extnamespace::regnamespace::text FROM pg_extension
