-- Tickets first dispatched since then, and how many of them within the limit of their opening.
SELECT
    count(*) AS dispatched,
    count(*) FILTER (WHERE first.at - t.created_at <= make_interval(secs => :limit_s)) AS in_time
FROM (
    SELECT s.ticket_id, min(s.dispatched_at) AS at FROM siaga.assignment s
    WHERE s.ticket_id IN (SELECT ticket_id FROM siaga.assignment WHERE dispatched_at >= :since)
    GROUP BY s.ticket_id
) first
JOIN siaga.ticket t ON t.id = first.ticket_id
WHERE first.at >= :since AND t.duplicate_of IS NULL AND NOT t.exercise
