-- Every camera, with what was lost of it within the span: a minute is lost once, also where two stations noted it. An
-- outage that goes on counts until now; a station's clock may be ahead of ours.
SELECT
    c.number, c.name, o.outages,
    coalesce((
        SELECT sum(extract(epoch FROM upper(lost.stretch) - lower(lost.stretch)))
        FROM unnest(o.stretches) AS lost (stretch)
    ), 0)::double precision / 60 AS minutes_lost
FROM siaga.camera c
CROSS JOIN LATERAL (
    SELECT
        count(*) AS outages,
        range_agg(
            tstzrange(began_at, greatest(began_at, coalesce(ended_at, now())))
            * tstzrange(:since, greatest(:since, least(CAST(:until AS timestamptz), now())))
        ) AS stretches
    FROM siaga.outage
    WHERE camera_id = c.id AND began_at < :until AND (ended_at IS NULL OR ended_at > :since OR began_at >= :since)
) o
ORDER BY minutes_lost DESC, c.number
