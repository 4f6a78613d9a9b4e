-- Numbers in facts come as text, so that none of their digits is lost.
SELECT
    number, subject, subject_id, position, act, actor, (extract(epoch FROM at) * 1000000)::bigint, facts::text, said,
    personal, salt, sealed, digest
FROM siaga.audit
ORDER BY subject, subject_id, number
