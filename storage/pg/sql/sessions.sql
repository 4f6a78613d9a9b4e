-- Of each group of the site: its open connections, and how many one of its logins may have.
SELECT substr(g.rolname, length(%(site)s) + 2)::text, count(a.pid)::int, coalesce(max(u.rolconnlimit), -1)::int
FROM pg_roles g JOIN pg_auth_members m ON m.roleid = g.oid JOIN pg_roles u ON u.oid = m.member AND u.rolcanlogin
LEFT JOIN pg_stat_activity a ON a.usename = u.rolname AND a.datname = current_database()
WHERE starts_with(g.rolname, %(site)s || '_')
GROUP BY g.rolname ORDER BY g.rolname
