-- Tickets that were open in the span or opened in it, in the order they were opened, with the times of their acts.
-- A ticket is open from its opening, and again from a reopening, until it is closed or rejected. What a reopening took
-- back has not come: the resolution and the end count only after the last one.
WITH touched AS (
    SELECT id FROM siaga.ticket WHERE created_at >= :since AND created_at < :until
    UNION
    SELECT id FROM siaga.ticket WHERE state NOT IN ('closed', 'rejected') AND created_at < :until
    UNION
    SELECT subject_id FROM siaga.audit
    WHERE subject = 'ticket' AND act IN ('close', 'reject', 'reopen') AND at > :since
),
timed AS (
    SELECT
        a.subject_id AS id,
        min(a.at) FILTER (WHERE a.act = 'acknowledge') AS acknowledged_at,
        min(a.at) FILTER (WHERE a.act = 'accept') AS accepted_at,
        min(a.at) FILTER (WHERE a.act = 'arrive') AS on_scene_at,
        max(a.at) FILTER (WHERE a.act = 'resolve') AS resolved_at,
        max(a.at) FILTER (WHERE a.act = 'close') AS closed_at,
        max(a.at) FILTER (WHERE a.act = 'reopen') AS reopened_at,
        max(a.at) FILTER (WHERE a.act IN ('close', 'reject') AND a.at <= :since) AS ended_before,
        max(a.at) FILTER (WHERE a.act = 'reopen' AND a.at <= :since) AS reopened_before,
        coalesce(bool_or(a.act = 'reopen' AND a.at >= :since AND a.at < :until), false) AS reopened_within
    FROM siaga.audit a
    WHERE a.subject = 'ticket' AND a.subject_id IN (SELECT id FROM touched)
    GROUP BY a.subject_id
),
sent AS (
    SELECT ticket_id AS id, min(first_at) AS dispatched_at, array_agg(name ORDER BY first_at, name) AS agencies
    FROM (
        SELECT s.ticket_id, g.name, min(s.dispatched_at) AS first_at
        FROM siaga.assignment s JOIN siaga.agency g ON g.id = s.agency_id
        WHERE s.ticket_id IN (SELECT id FROM touched)
        GROUP BY s.ticket_id, g.id
    ) each_agency
    GROUP BY ticket_id
),
told AS (
    -- Reports of a duplicate are its parent's.
    SELECT coalesce(d.duplicate_of, d.id) AS id, count(*) AS reports
    FROM siaga.report r JOIN siaga.ticket d ON d.id = r.ticket_id
    WHERE d.id IN (SELECT id FROM touched) OR d.duplicate_of IN (SELECT id FROM touched)
    GROUP BY coalesce(d.duplicate_of, d.id)
)
SELECT
    t.id, t.number, t.title, t.category, t.priority, t.state, t.place, t.created_at AS opened_at,
    coalesce(s.agencies, '{}') AS agencies,
    e.acknowledged_at, s.dispatched_at, e.accepted_at, e.on_scene_at,
    CASE WHEN e.reopened_at IS NULL OR e.resolved_at > e.reopened_at THEN e.resolved_at END AS resolved_at,
    CASE WHEN e.reopened_at IS NULL OR e.closed_at > e.reopened_at THEN e.closed_at END AS closed_at,
    coalesce(r.reports, 0) AS reports
FROM touched
JOIN siaga.ticket t ON t.id = touched.id
LEFT JOIN timed e ON e.id = t.id
LEFT JOIN sent s ON s.id = t.id
LEFT JOIN told r ON r.id = t.id
WHERE t.created_at < :until AND t.duplicate_of IS NULL AND NOT t.exercise AND (
    t.created_at >= :since
    OR coalesce(e.reopened_within, false)
    OR e.ended_before IS NULL
    OR e.reopened_before > e.ended_before
)
ORDER BY t.created_at, t.id
