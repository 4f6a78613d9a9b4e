-- Alarms at a ticket whose clock is near its end or past it: of no camera, one a ticket, raised by a station's round.
ALTER TABLE siaga.alarm
    ALTER COLUMN camera_id DROP NOT NULL,
    ADD COLUMN about_ticket uuid REFERENCES siaga.ticket (id);
ALTER TABLE siaga.alarm
    ADD CONSTRAINT alarm_about_check CHECK ((about_ticket IS NOT NULL) = (kind IN ('sla_warning', 'sla_breach'))),
    ADD CONSTRAINT alarm_place_check CHECK (camera_id IS NOT NULL OR about_ticket IS NOT NULL);
CREATE UNIQUE INDEX alarm_open_ticket ON siaga.alarm (about_ticket) WHERE closed_at IS NULL AND about_ticket IS NOT NULL;
CREATE INDEX alarm_about ON siaga.alarm (about_ticket, closed_at) WHERE about_ticket IS NOT NULL;

-- A new record's feed begins with what people do, so nobody is told.
ALTER TABLE siaga.alarm_rule DISABLE TRIGGER USER;
INSERT INTO siaga.alarm_rule (id, kind, min_duration_s, cooldown_s, priority) VALUES
    (gen_random_uuid(), 'sla_warning', 0, 0, 3),
    (gen_random_uuid(), 'sla_breach', 0, 0, 2);
ALTER TABLE siaga.alarm_rule ENABLE TRIGGER USER;

-- Open tickets as a station's round measures them; it reads no ticket otherwise. Exercises alarm nobody.
CREATE FUNCTION siaga.open_clocks() RETURNS TABLE (
    ticket_id uuid, version integer, number text, title text, category text, clock_class text, events jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM assert_station('measure tickets');
    RETURN QUERY
    SELECT t.id, t.version, t.number, t.title, t.category, t.clock_class, (
            SELECT jsonb_agg(jsonb_build_object('at', e.at, 'act', e.act, 'assignment_id', e.assignment_id,
                'agency', coalesce(g.name, ''), 'reason', e.reason, 'answered', e.answered) ORDER BY e.number)
            FROM clock_event e LEFT JOIN agency g ON g.id = e.agency_id WHERE e.ticket_id = t.id)
        FROM ticket t
        WHERE t.state NOT IN ('resolved', 'closed', 'rejected') AND NOT t.exercise;
END $$;

-- A ticket that was acted on since the station read it is measured anew first: `version` is the one it saw.
CREATE FUNCTION siaga.raise_clock_alarms(p_alarms jsonb) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_station uuid := assert_station('raise alarms');
    v_new alarm;
    v_old alarm;
    v_id uuid;
BEGIN
    FOR v_new IN SELECT a.* FROM jsonb_populate_recordset(NULL::alarm, p_alarms) a ORDER BY a.about_ticket LOOP
        -- What somebody acts on now is not waited for: it will be at another version.
        PERFORM FROM ticket t WHERE t.id = v_new.about_ticket AND t.version = v_new.version
            FOR NO KEY UPDATE SKIP LOCKED;
        IF NOT FOUND THEN
            CONTINUE;
        END IF;
        SELECT * INTO v_old FROM alarm a WHERE a.about_ticket = v_new.about_ticket AND a.closed_at IS NULL FOR UPDATE;
        IF NOT FOUND THEN
            v_id := NULL;
            INSERT INTO alarm (id, kind, family, about_ticket, priority, occupancy, speed, held_s, cooldown_s, subject)
                VALUES (v_new.id, v_new.kind, 'sla', v_new.about_ticket, v_new.priority, 0, 0,
                    greatest(0, v_new.held_s), 0, left(v_new.subject, 200))
                ON CONFLICT (id) DO NOTHING RETURNING id INTO v_id;
        ELSIF v_old.kind = 'sla_warning' AND v_new.kind = 'sla_breach' AND v_old.id <> v_new.id
            AND v_old.state IN ('unacknowledged', 'acknowledged', 'returned') THEN
            -- Late is worse than nearly late, whatever priorities the rules give them.
            UPDATE alarm SET act = 'worsen', kind = v_new.kind, priority = v_new.priority, held_s = v_new.held_s,
                state = 'unacknowledged', active = true, returned_at = NULL WHERE id = v_old.id;
            v_id := v_old.id;
        ELSE
            v_id := raise_again(v_old, v_new);
        END IF;
        IF v_id IS NOT NULL THEN
            RETURN NEXT v_id;
        END IF;
    END LOOP;
END $$;

-- An act that ends the ticket, or stops its clocks, ends what was to be answered about them.
CREATE FUNCTION siaga.clock_alarm_returns() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    UPDATE alarm a SET act = 'return', active = false, returned_at = now(), state = CASE a.state
            WHEN 'unacknowledged' THEN 'returned' WHEN 'acknowledged' THEN 'cleared' ELSE a.state END
        WHERE a.about_ticket = NEW.id AND a.active AND a.closed_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER clock_ends AFTER UPDATE ON siaga.ticket FOR EACH ROW
    WHEN (NEW.state IN ('resolved', 'closed', 'rejected') AND OLD.state IS DISTINCT FROM NEW.state
        OR NEW.paused = 'citizen' AND OLD.paused <> 'citizen')
    EXECUTE FUNCTION siaga.clock_alarm_returns();

GRANT EXECUTE ON FUNCTION siaga.open_clocks, siaga.raise_clock_alarms TO {site}_station;
