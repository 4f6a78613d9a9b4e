-- Who may do what, PUBLIC too. What an owner may do with what is its own goes without saying.
SELECT what || ' to ' || CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END,
    string_agg(privilege_type || CASE WHEN is_grantable THEN ' with grant option' ELSE '' END, ', '
        ORDER BY privilege_type)
FROM (
    SELECT c.relname::text AS what, c.relowner AS owner, x.* FROM pg_class c,
        aclexplode(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) x
    WHERE c.relnamespace = 'siaga'::regnamespace AND c.relkind NOT IN ('i', 'I', 't', 'c') AND NOT c.relispartition
    UNION ALL
    SELECT c.relname || '.' || a.attname, c.relowner, x.* FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid,
        aclexplode(a.attacl) x
    WHERE c.relnamespace = 'siaga'::regnamespace AND NOT c.relispartition
    UNION ALL
    SELECT p.oid::regprocedure::text, p.proowner, x.* FROM pg_proc p,
        aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
    WHERE p.pronamespace = 'siaga'::regnamespace
    UNION ALL
    -- Of PostgreSQL's own: what is taken from everybody, and what is nobody's to see.
    SELECT 'pg_catalog.' || p.oid::regprocedure, p.proowner, x.* FROM pg_proc p, aclexplode(p.proacl) x
    WHERE p.pronamespace = 'pg_catalog'::regnamespace
    UNION ALL
    SELECT 'pg_catalog.' || c.relname, c.relowner, x.* FROM pg_class c, aclexplode(c.relacl) x
    WHERE c.relnamespace = 'pg_catalog'::regnamespace
    UNION ALL
    SELECT 'schema ' || n.nspname, n.nspowner, x.* FROM pg_namespace n,
        aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) x
    WHERE n.nspname = 'siaga'
    UNION ALL
    SELECT 'schema ' || n.nspname, n.nspowner, x.* FROM pg_namespace n, aclexplode(n.nspacl) x
    WHERE n.nspname IN ('public', 'pg_catalog', 'information_schema') AND x.grantee <> n.nspowner
        AND NOT x.privilege_type = 'USAGE'
    UNION ALL
    SELECT 'database', d.datdba, x.* FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) x
    WHERE d.datname = current_database()
    UNION ALL
    SELECT 'default in ' || coalesce(d.defaclnamespace::regnamespace::text, '-') || ' ' || d.defaclobjtype::text
        || ' of ' || pg_get_userbyid(d.defaclrole), 0, x.* FROM pg_default_acl d, aclexplode(d.defaclacl) x
    UNION ALL
    SELECT 'parameter ' || p.parname, 0, x.* FROM pg_parameter_acl p, aclexplode(p.paracl) x
) found
WHERE grantee <> owner OR owner = 0
GROUP BY what, grantee
