SELECT DISTINCT a.subject, a.subject_id
FROM siaga.audit a
WHERE NOT EXISTS (SELECT FROM siaga.audit_chain c WHERE c.subject = a.subject AND c.subject_id = a.subject_id)
ORDER BY a.subject, a.subject_id LIMIT 100
