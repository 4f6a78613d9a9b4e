-- Every camera, with what was lost of it within the span; an outage that goes on counts until now.
SELECT
    c.number, c.name, count(o.id) AS outages,
    coalesce(sum(greatest(0, extract(epoch FROM
        least(coalesce(o.ended_at, now()), CAST(:until AS timestamptz), now()) - greatest(o.began_at, :since)
    ))), 0)::double precision / 60 AS minutes_lost
FROM siaga.camera c
LEFT JOIN siaga.outage o ON o.camera_id = c.id AND o.began_at < :until
    AND (o.ended_at IS NULL OR o.ended_at > :since OR o.began_at >= :since)
GROUP BY c.id
ORDER BY minutes_lost DESC, c.number
