-- The site's roles and its logins as the cluster has them: attributes, settings, and every membership they are part of.
WITH ours AS (
    SELECT r.* FROM pg_roles r WHERE starts_with(r.rolname, %(site)s || '_') OR r.rolname = ANY (%(logins)s)
        OR EXISTS (
            SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
            WHERE m.member = r.oid AND starts_with(g.rolname, %(site)s || '_') AND r.rolname <> current_user)
)
SELECT 'role ' || rolname, concat_ws(' ', CASE WHEN rolcanlogin THEN 'login' ELSE 'no login' END,
    CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' END,
    CASE WHEN rolcreatedb THEN 'CREATEDB' END, CASE WHEN rolreplication THEN 'REPLICATION' END,
    CASE WHEN rolbypassrls THEN 'BYPASSRLS' END, CASE WHEN NOT rolinherit THEN 'NOINHERIT' END,
    CASE WHEN rolcanlogin AND rolconnlimit NOT BETWEEN 0 AND 30 THEN 'connections ' || rolconnlimit END) FROM ours
UNION ALL
SELECT 'member ' || g.rolname || ' has ' || r.rolname,
    CASE WHEN bool_or(m.admin_option) THEN 'with admin option' ELSE '' END
FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member
WHERE g.oid IN (SELECT oid FROM ours) OR r.oid IN (SELECT oid FROM ours)
GROUP BY g.rolname, r.rolname
UNION ALL
SELECT 'setting ' || coalesce(r.rolname, 'of all') || CASE WHEN s.setdatabase = 0 THEN '' ELSE ' here' END || ' '
    || split_part(one, '=', 1), substr(one, strpos(one, '=') + 1)
FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) one
WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    AND (s.setrole IN (SELECT oid FROM ours) OR (s.setrole = 0 AND split_part(one, '=', 1) IN (
        'session_replication_role', 'search_path', 'row_security', 'role', 'session_authorization',
        'session_preload_libraries', 'local_preload_libraries', 'check_function_bodies')))
