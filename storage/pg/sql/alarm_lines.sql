-- Alarms raised in the span, by kind, and what has become of them.
SELECT
    kind, count(*) AS raised,
    count(*) FILTER (WHERE state = 'false') AS false,
    count(*) FILTER (WHERE ticket_id IS NOT NULL) AS ticketed,
    count(*) FILTER (WHERE shelved_until IS NOT NULL) AS shelved
FROM siaga.alarm
WHERE raised_at >= :since AND raised_at < :until
GROUP BY kind
ORDER BY raised DESC, kind
