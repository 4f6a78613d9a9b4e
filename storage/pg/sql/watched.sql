-- Minutes in which at least one camera was watched, by stretches of `width` counted from `first`; only stretches that
-- have some. A camera that gives no picture is not watched, whoever holds its lease. Between the first sighting and the
-- first stretch that was ever kept nobody can tell: that time is taken as watched.
WITH kept AS (
    SELECT camera_id, began_at, ended_at FROM siaga.watch
    UNION ALL
    SELECT camera_id, watched_since, least(until, now()) FROM siaga.lease WHERE watched_since < least(until, now())
),
camera AS (
    SELECT k.camera_id, range_agg(tstzrange(k.began_at, k.ended_at)) AS held FROM kept k
    WHERE k.ended_at > :since AND k.began_at < :until
    GROUP BY k.camera_id
),
seeing AS (
    SELECT c.held - coalesce((
        SELECT range_agg(tstzrange(o.began_at, o.ended_at)) FROM siaga.outage o
        WHERE o.camera_id = c.camera_id AND o.began_at < :until AND (o.ended_at IS NULL OR o.ended_at > :since)
    ), '{}'::tstzmultirange) AS during
    FROM camera c
    UNION ALL
    SELECT tstzmultirange(tstzrange(f.first_at, f.kept_at)) FROM (
        SELECT (
            SELECT min(seen_at) FROM siaga.sighting WHERE kind = 'congestion' AND zone_id IS NOT NULL
        ) AS first_at, coalesce((SELECT min(began_at) FROM kept), now()) AS kept_at
    ) f WHERE f.first_at < f.kept_at
),
site AS (
    SELECT range_agg(during) * tstzmultirange(tstzrange(:since, :until)) AS during FROM seeing
)
SELECT
    stretch.begins,
    sum(extract(epoch FROM least(upper(part), stretch.begins + CAST(:width AS interval))
        - greatest(lower(part), stretch.begins)))::double precision / 60 AS minutes
FROM site CROSS JOIN LATERAL unnest(site.during) AS part
CROSS JOIN LATERAL generate_series(
    date_bin(:width, lower(part), :first), upper(part) - interval '1 microsecond', :width
) AS stretch (begins)
GROUP BY stretch.begins
ORDER BY stretch.begins
