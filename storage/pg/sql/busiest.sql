-- The most alarms raised in any ten minutes of the span; what is raised ten minutes later belongs to the next ones.
SELECT coalesce(max(raised), 0) FROM (
    SELECT count(*) OVER (
        ORDER BY raised_at RANGE BETWEEN CURRENT ROW AND interval '9 minutes 59.999999 seconds' FOLLOWING
    ) AS raised
    FROM siaga.alarm WHERE raised_at >= :since AND raised_at < :until
) each_begin
