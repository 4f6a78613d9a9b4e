"""Every figure of a shift once more, each by a plain query of its own over the raw rows.

Written from the docstrings of storage/model/shift_facts.py and not from storage/pg/sql: intervals by the server's range
types, percentiles by its own aggregates, and one subquery a value.
"""

from dataclasses import fields
from typing import Any

import psycopg

TICKETS = """
    WITH turn AS (
        SELECT id, created_at AS at, true AS open FROM siaga.ticket
        UNION ALL
        SELECT subject_id, at, act = 'reopen' FROM siaga.audit WHERE act IN ('close', 'reject', 'reopen')
    ),
    stretch AS (
        SELECT id, open, tstzrange(at, lead(at) OVER (PARTITION BY id ORDER BY at)) AS during FROM turn
    )
    SELECT t.id, t.number, t.title, t.category, t.priority, t.state, t.place,
        ARRAY(
            SELECT g.name FROM siaga.agency g JOIN siaga.assignment s ON s.agency_id = g.id AND s.ticket_id = t.id
            GROUP BY g.name ORDER BY min(s.dispatched_at), g.name) AS agencies,
        t.created_at,
        (SELECT at FROM siaga.audit WHERE subject_id = t.id AND act = 'acknowledge' ORDER BY at LIMIT 1),
        (SELECT at FROM siaga.audit WHERE subject_id = t.id AND act = 'dispatch' ORDER BY at LIMIT 1),
        (SELECT at FROM siaga.audit WHERE subject_id = t.id AND act = 'accept' ORDER BY at LIMIT 1),
        (SELECT at FROM siaga.audit WHERE subject_id = t.id AND act = 'arrive' ORDER BY at LIMIT 1),
        (SELECT max(r.at) FROM siaga.audit r WHERE r.subject_id = t.id AND r.act = 'resolve' AND NOT EXISTS (
            SELECT FROM siaga.audit o WHERE o.subject_id = t.id AND o.act = 'reopen' AND o.at > r.at)),
        (SELECT max(c.at) FROM siaga.audit c WHERE c.subject_id = t.id AND c.act = 'close' AND NOT EXISTS (
            SELECT FROM siaga.audit o WHERE o.subject_id = t.id AND o.act = 'reopen' AND o.at > c.at)),
        (SELECT count(*) FROM siaga.report r WHERE r.ticket_id = t.id)
    FROM siaga.ticket t
    WHERE EXISTS (
        SELECT FROM stretch x WHERE x.id = t.id AND x.open AND x.during && tstzrange(%(since)s, %(until)s))
    ORDER BY t.created_at, t.id"""

OPENED = "FROM siaga.ticket WHERE created_at >= %(since)s AND created_at < %(until)s"
BY_CATEGORY = f"SELECT category, count(*) {OPENED} GROUP BY 1 ORDER BY 2 DESC, 1"
BY_PRIORITY = f"""
    SELECT p, (SELECT count(*) {OPENED} AND priority = p)::integer FROM generate_series(1, 4) p ORDER BY p"""
BY_AGENCY = """
    SELECT (SELECT name FROM siaga.agency WHERE id = agency_id) AS name, count(*) FROM siaga.assignment
    WHERE tstzrange(%(since)s, %(until)s) @> dispatched_at GROUP BY 1 ORDER BY 2 DESC, 1"""

# A distribution of `seconds`: nearest-rank is what percentile_disc does.
DISTRIBUTION = """
    SELECT count(seconds)::integer, percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds)::float8,
        percentile_disc(0.9) WITHIN GROUP (ORDER BY seconds)::float8, max(seconds)::float8,
        ARRAY[{limits}]::integer[]
    FROM ({values}) v WHERE seconds IS NOT NULL"""
WITHIN = "count(*) FILTER (WHERE seconds <= {limit})"
TO_TAKE_CALL = """
    SELECT handled_s AS seconds FROM siaga.report WHERE tstzrange(%(since)s, %(until)s) @> received_at"""
TO_DISPATCH = f"""
    SELECT extract(epoch FROM (
        SELECT min(at) FROM siaga.audit WHERE subject_id = t.id AND act = 'dispatch') - created_at) AS seconds
    FROM (SELECT * {OPENED}) t"""
TO_RESOLVE = f"""
    SELECT extract(epoch FROM (
        SELECT max(r.at) FROM siaga.audit r WHERE r.subject_id = t.id AND r.act = 'resolve' AND NOT EXISTS (
            SELECT FROM siaga.audit o WHERE o.subject_id = t.id AND o.act = 'reopen' AND o.at > r.at)
    ) - created_at) AS seconds
    FROM (SELECT * {OPENED}) t"""
TO_AGENCY = """
    SELECT extract(epoch FROM min(a.at) - s.dispatched_at) AS seconds
    FROM siaga.audit a
    JOIN siaga.agency g ON g.name = a.facts ->> 'agency'
    CROSS JOIN LATERAL (
        SELECT * FROM siaga.assignment s WHERE s.ticket_id = a.subject_id AND s.agency_id = g.id
            AND s.dispatched_at <= a.at ORDER BY s.dispatched_at DESC LIMIT 1
    ) s
    WHERE a.act = '{act}' AND s.dispatched_at >= %(since)s AND s.dispatched_at < %(until)s
    GROUP BY s.id, s.dispatched_at"""

# A second is lost or not: counted one by one, since outages may overlap.
CAMERAS = """
    SELECT number, name,
        (SELECT count(*) FROM generate_series(%(since)s::timestamptz, least(%(until)s, %(now)s) - interval '1 second',
                interval '1 second') second
            WHERE EXISTS (SELECT FROM siaga.outage o WHERE o.camera_id = c.id AND o.began_at <= second
                AND (o.ended_at > second OR o.ended_at IS NULL)))::float8 / 60 AS minutes,
        (SELECT count(*) FROM siaga.outage o WHERE o.camera_id = c.id
            AND tstzrange(%(since)s, %(until)s) && tstzrange(began_at, ended_at,
                CASE WHEN ended_at = began_at THEN '[]' ELSE '[)' END))::integer
    FROM siaga.camera c ORDER BY number"""

ALARMS = """
    SELECT kind, count(*)::integer, sum((state = 'false')::integer)::integer,
        sum((state = 'ticketed')::integer)::integer, count(shelved_until)::integer
    FROM siaga.alarm WHERE tstzrange(%(since)s, %(until)s) @> raised_at GROUP BY kind ORDER BY 2 DESC, 1"""
BUSIEST = """
    SELECT coalesce(max(n), 0)::integer FROM (
        SELECT (SELECT count(*) FROM siaga.alarm b
            WHERE b.raised_at >= a.raised_at AND b.raised_at < a.raised_at + interval '10 minutes'
                AND b.raised_at < %(until)s) AS n
        FROM siaga.alarm a WHERE a.raised_at >= %(since)s AND a.raised_at < %(until)s
    ) each"""

# What each sighting of a zone said, until the next one; the last one until now, where the zone is still there.
JAMS = """
    jam AS (
        SELECT tstzrange(seen_at, coalesce(next_at, CASE WHEN zone_id::text IN (
            SELECT z ->> 'id' FROM siaga.camera, jsonb_array_elements(zones) z WHERE enabled AND analysed
        ) THEN %(now)s::timestamptz END, seen_at)) AS during
        FROM (
            SELECT *, lead(seen_at) OVER (PARTITION BY camera_id, zone_id ORDER BY seen_at, id) AS next_at
            FROM siaga.sighting WHERE kind = 'congestion' AND zone_id IS NOT NULL
        ) said WHERE state = 'congested' OR state = 'stopped'
    )"""
CONGESTION = f"""
    WITH {JAMS}
    SELECT begins, coalesce((
        SELECT sum(extract(epoch FROM upper(part) - lower(part))) / 60 FROM (
            SELECT during * tstzrange(greatest(begins, %(since)s), least(begins + %(width)s, %(until)s)) AS part
            FROM jam
        ) parts WHERE NOT isempty(part)), 0)::float8
    FROM generate_series(%(first)s::timestamptz, %(until)s::timestamptz - interval '1 microsecond', %(width)s) begins
    ORDER BY begins"""

# Between two neighbouring edges of anything nothing changes: each piece is judged as a whole.
WATCHED = """
    WITH held AS (
        SELECT camera_id, began_at, ended_at FROM siaga.watch
        UNION ALL
        SELECT camera_id, watched_since, least(until, %(now)s) FROM siaga.lease WHERE watched_since IS NOT NULL
    ),
    dark AS (SELECT camera_id, began_at, coalesce(ended_at, 'infinity') AS ended_at FROM siaga.outage),
    early AS (
        SELECT min(seen_at) AS began_at, (SELECT min(began_at) FROM held) AS ended_at FROM siaga.sighting
        WHERE kind = 'congestion' AND zone_id IS NOT NULL
    ),
    bin AS (
        SELECT begins, greatest(begins, %(since)s) AS b, least(begins + %(width)s, %(until)s, %(now)s) AS e
        FROM generate_series(
            %(first)s::timestamptz, %(until)s::timestamptz - interval '1 microsecond', %(width)s) begins
    ),
    edge AS (
        SELECT began_at AS at FROM held UNION SELECT ended_at FROM held UNION SELECT began_at FROM dark
        UNION SELECT ended_at FROM dark UNION SELECT began_at FROM early UNION SELECT ended_at FROM early
        UNION SELECT b FROM bin UNION SELECT e FROM bin
    ),
    piece AS (SELECT at AS b, lead(at) OVER (ORDER BY at) AS e FROM edge),
    lit AS (
        SELECT b, e FROM piece p WHERE e IS NOT NULL AND (
            EXISTS (SELECT FROM early r WHERE r.began_at <= p.b AND p.e <= r.ended_at)
            OR EXISTS (
                SELECT FROM held h WHERE h.began_at <= p.b AND p.e <= h.ended_at AND NOT EXISTS (
                    SELECT FROM dark d WHERE d.camera_id = h.camera_id AND d.began_at <= p.b AND p.e <= d.ended_at)))
    )
    SELECT begins, coalesce((
        SELECT sum(extract(epoch FROM l.e - l.b)) / 60 FROM lit l WHERE l.b >= bin.b AND l.e <= bin.e), 0)::float8
    FROM bin ORDER BY begins"""

SIGN_INS = """
    SELECT id FROM siaga.shift_sign_in
    WHERE tstzrange(signed_in_at, signed_out_at) && tstzrange(%(since)s, %(until)s) ORDER BY signed_in_at, id"""
HANDOVERS = """
    SELECT h.id FROM siaga.handover h WHERE tstzrange(%(since)s, %(until)s, '(]') @> h.shift_ends_at AND (
        2 = (SELECT count(*) FROM siaga.handover_signature s WHERE s.handover_id = h.id)
        OR NOT EXISTS (
            SELECT FROM siaga.handover o WHERE o.shift_starts_at = h.shift_starts_at AND o.id <> h.id AND (
                (o.prepared_at, o.id) > (h.prepared_at, h.id)
                OR 2 = (SELECT count(*) FROM siaga.handover_signature s WHERE s.handover_id = o.id))))
    ORDER BY h.prepared_at, h.id"""
LOG = "SELECT id FROM siaga.log_entry WHERE tstzrange(%(since)s, %(until)s) @> at ORDER BY at, id"
NUISANCE = "SELECT count(*) FROM siaga.nuisance WHERE tstzrange(%(since)s, %(until)s) @> noted_at"

DISPATCHED = """
    SELECT count(*), count(*) FILTER (WHERE first_at <= created_at + interval '1 minute') FROM (
        SELECT created_at, (SELECT min(at) FROM siaga.audit WHERE subject_id = t.id AND act = 'dispatch') AS first_at
        FROM siaga.ticket t
    ) each WHERE first_at >= %(since)s"""


class Reference:
    """The figures of one span as plain rows, read by the superuser at `now`."""

    def __init__(self, admin: psycopg.Connection, since: object, until: object, now: object) -> None:
        self._admin = admin
        self._values = {"since": since, "until": until, "now": now}

    def rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._admin.execute(query, {**self._values, **values}).fetchall()]

    def ids(self, query: str) -> list[Any]:
        return [row[0] for row in self.rows(query)]

    def one(self, query: str) -> Any:
        return self.rows(query)[0][0]

    def distribution(self, values: str, limits: tuple[float, ...]) -> tuple[Any, ...]:
        counted = ", ".join(WITHIN.format(limit=limit) for limit in limits)
        (row,) = self.rows(DISTRIBUTION.format(values=values, limits=counted))
        return row


def plain(value: Any) -> tuple[Any, ...]:
    """A frozen value of the facts as a row, in the order of its fields; tuples as the driver's lists."""
    raw = (getattr(value, field.name) for field in fields(value))
    return tuple(list(item) if isinstance(item, tuple) else item for item in raw)
