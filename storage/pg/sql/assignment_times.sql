-- Assignments dispatched in the span, and when each was accepted and arrived. Audit rows name ticket and agency: an
-- agency has one open assignment of a ticket, so what it did belongs to the one dispatched last before.
WITH held AS (
    SELECT s.id, s.ticket_id, g.name, s.dispatched_at,
        lead(s.dispatched_at, 1, 'infinity') OVER each_agency AS next_at
    FROM siaga.assignment s JOIN siaga.agency g ON g.id = s.agency_id
    WHERE s.ticket_id IN (
        SELECT ticket_id FROM siaga.assignment WHERE dispatched_at >= :since AND dispatched_at < :until)
    WINDOW each_agency AS (PARTITION BY s.ticket_id, s.agency_id ORDER BY s.dispatched_at, s.id)
),
acts AS (
    SELECT subject_id AS ticket_id, facts ->> 'agency' AS name, act, at
    FROM siaga.audit
    WHERE subject = 'ticket' AND act IN ('accept', 'arrive') AND subject_id IN (SELECT ticket_id FROM held)
)
SELECT h.name AS agency, h.dispatched_at,
    min(a.at) FILTER (WHERE a.act = 'accept') AS accepted_at,
    min(a.at) FILTER (WHERE a.act = 'arrive') AS on_scene_at
FROM held h
LEFT JOIN acts a ON a.ticket_id = h.ticket_id AND a.name = h.name AND a.at >= h.dispatched_at AND a.at < h.next_at
WHERE h.dispatched_at >= :since AND h.dispatched_at < :until
    AND NOT (SELECT t.exercise FROM siaga.ticket t WHERE t.id = h.ticket_id)
GROUP BY h.id, h.name, h.dispatched_at
ORDER BY h.dispatched_at, h.name, h.id
