-- What the shift's facts look up by time; without these they would read the whole history.
CREATE INDEX assignment_dispatched ON siaga.assignment (dispatched_at);
CREATE INDEX audit_opens_and_ends ON siaga.audit (at) WHERE act IN ('close', 'reject', 'reopen');
CREATE INDEX sighting_traffic ON siaga.sighting (camera_id, zone_id, seen_at, id) INCLUDE (state)
    WHERE kind = 'congestion' AND zone_id IS NOT NULL;
