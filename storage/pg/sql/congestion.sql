-- Minutes of congestion over all zones, by stretches of `width` counted from `first`; only stretches that have some.
-- A zone is congested from a sighting that says 'congested' or 'stopped' until its next one. One without a next runs
-- on, until now at most, while its camera still has the zone and is analysed; else nobody could say when it ended.
WITH RECURSIVE zone AS (
    -- A walk over the index from zone to zone: there are few, and many sightings of each.
    (
        SELECT camera_id, zone_id FROM siaga.sighting
        WHERE kind = 'congestion' AND zone_id IS NOT NULL ORDER BY camera_id, zone_id LIMIT 1
    )
    UNION ALL
    SELECT later.camera_id, later.zone_id FROM zone z CROSS JOIN LATERAL (
        SELECT s.camera_id, s.zone_id FROM siaga.sighting s
        WHERE s.kind = 'congestion' AND s.zone_id IS NOT NULL AND (s.camera_id, s.zone_id) > (z.camera_id, z.zone_id)
        ORDER BY s.camera_id, s.zone_id LIMIT 1
    ) later
),
carried AS (
    SELECT z.camera_id, z.zone_id, before.seen_at, before.id, before.state
    FROM zone z CROSS JOIN LATERAL (
        SELECT s.seen_at, s.id, s.state FROM siaga.sighting s
        WHERE s.kind = 'congestion' AND s.camera_id = z.camera_id AND s.zone_id = z.zone_id AND s.seen_at < :since
        ORDER BY s.seen_at DESC, s.id DESC LIMIT 1
    ) before
),
seen AS (
    SELECT s.camera_id, s.zone_id, s.seen_at, s.id, s.state
    FROM zone z CROSS JOIN LATERAL (
        SELECT * FROM siaga.sighting s
        WHERE s.kind = 'congestion' AND s.camera_id = z.camera_id AND s.zone_id = z.zone_id
            AND s.seen_at >= :since AND s.seen_at < :until
    ) s
    UNION ALL
    SELECT camera_id, zone_id, seen_at, id, state FROM carried
),
followed AS (
    SELECT *, lead(seen_at) OVER (PARTITION BY camera_id, zone_id ORDER BY seen_at, id) AS next_at FROM seen
),
jam AS (
    SELECT greatest(f.seen_at, :since) AS begins, least(coalesce(f.next_at, (
        SELECT s.seen_at FROM siaga.sighting s
        WHERE s.kind = 'congestion' AND s.camera_id = f.camera_id AND s.zone_id = f.zone_id AND s.seen_at >= :until
        ORDER BY s.seen_at LIMIT 1
    ), (
        SELECT now() FROM siaga.camera c
        WHERE c.id = f.camera_id AND c.enabled AND c.analysed
            AND c.zones @> jsonb_build_array(jsonb_build_object('id', f.zone_id::text))
    ), f.seen_at), CAST(:until AS timestamptz), now()) AS ends
    FROM followed f
    WHERE f.state IN ('congested', 'stopped')
)
SELECT
    stretch.begins,
    sum(extract(epoch FROM least(j.ends, stretch.begins + CAST(:width AS interval)) - greatest(j.begins, stretch.begins)))
        ::double precision / 60 AS minutes
FROM jam j
CROSS JOIN LATERAL generate_series(
    date_bin(:width, j.begins, :first), j.ends - interval '1 microsecond', :width
) AS stretch (begins)
WHERE j.ends > j.begins
GROUP BY stretch.begins
ORDER BY stretch.begins
