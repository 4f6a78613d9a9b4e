SELECT c.subject, c.subject_id
FROM siaga.audit_chain c
LEFT JOIN LATERAL (
    SELECT a.number, a.position, a.digest FROM siaga.audit a
    WHERE a.subject = c.subject AND a.subject_id = c.subject_id
    ORDER BY a.number DESC LIMIT 1
) l ON true
WHERE (c.last, c.length, c.head) IS DISTINCT FROM (l.number, l.position, l.digest)
ORDER BY c.subject, c.subject_id LIMIT 100
