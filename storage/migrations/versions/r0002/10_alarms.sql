-- Alarms after ISA-18.2, the rules that make them, and outages of cameras. Stations raise and return by functions; a
-- person's update names its act, and the trigger says where it leads.
CREATE TABLE siaga.alarm_rule (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (
        kind IN ('congestion', 'stopped_traffic', 'stopped_vehicle', 'dark', 'camera_lost', 'analysis_stopped')),
    priority smallint NOT NULL CHECK (priority BETWEEN 1 AND 4),
    min_duration_s double precision NOT NULL CHECK (min_duration_s BETWEEN 0 AND 86400),
    cooldown_s double precision NOT NULL CHECK (cooldown_s BETWEEN 0 AND 86400),
    camera_id uuid REFERENCES siaga.camera (id),
    -- Zones stand in their camera's row.
    zone_id uuid CONSTRAINT alarm_rule_zone_check CHECK (zone_id IS NULL OR camera_id IS NOT NULL),
    enabled boolean NOT NULL DEFAULT true,
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    version integer NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX alarm_rule_point ON siaga.alarm_rule (
    kind, coalesce(camera_id, '00000000-0000-0000-0000-000000000000'::uuid),
    coalesce(zone_id, '00000000-0000-0000-0000-000000000000'::uuid));
-- Before the triggers are there: a new record's feed begins with what people do.
INSERT INTO siaga.alarm_rule (id, kind, min_duration_s, cooldown_s, priority) VALUES
    (gen_random_uuid(), 'congestion', 60, 300, 2),
    (gen_random_uuid(), 'stopped_traffic', 30, 300, 1),
    (gen_random_uuid(), 'stopped_vehicle', 10, 120, 2),
    (gen_random_uuid(), 'dark', 10, 60, 3),
    (gen_random_uuid(), 'camera_lost', 30, 60, 3),
    (gen_random_uuid(), 'analysis_stopped', 30, 60, 2);

CREATE TABLE siaga.alarm (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (
        kind IN ('congestion', 'stopped_traffic', 'stopped_vehicle', 'dark', 'camera_lost', 'analysis_stopped')),
    -- What may be open once for a camera and zone: traffic that worsens is one alarm.
    family text NOT NULL,
    camera_id uuid NOT NULL REFERENCES siaga.camera (id),
    zone_id uuid,
    priority smallint NOT NULL CHECK (priority BETWEEN 1 AND 4),
    state text NOT NULL DEFAULT 'unacknowledged' CHECK (
        state IN ('unacknowledged', 'acknowledged', 'returned', 'shelved', 'ticketed', 'false', 'cleared')),
    active boolean NOT NULL DEFAULT true,
    occupancy double precision NOT NULL CHECK (occupancy BETWEEN 0 AND 1),
    speed double precision NOT NULL CHECK (speed >= 0),
    held_s double precision NOT NULL CHECK (held_s >= 0),
    cooldown_s double precision NOT NULL CHECK (cooldown_s >= 0),
    raised_at timestamptz NOT NULL DEFAULT now(),
    acknowledged_at timestamptz,
    acknowledged_by uuid REFERENCES siaga.person (id),
    -- Both stay after the shelving ended: reports count what was shelved.
    shelved_until timestamptz,
    shelved_by uuid REFERENCES siaga.person (id),
    reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
    returned_at timestamptz,
    closed_at timestamptz,
    ticket_id uuid REFERENCES siaga.ticket (id),
    still_id uuid,
    -- The last act: a person's or a station's.
    act text NOT NULL DEFAULT 'raise',
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT alarm_active_check CHECK (CASE
        WHEN state IN ('unacknowledged', 'acknowledged') THEN active
        WHEN state IN ('returned', 'cleared') THEN NOT active
        ELSE true END),
    CONSTRAINT alarm_closed_check CHECK (
        (closed_at IS NOT NULL) = (state = 'cleared' OR (state IN ('ticketed', 'false') AND NOT active))),
    CONSTRAINT alarm_ticketed_check CHECK ((ticket_id IS NOT NULL) = (state = 'ticketed')),
    CONSTRAINT alarm_shelved_check CHECK (
        state <> 'shelved' OR (num_nonnulls(shelved_until, shelved_by) = 2 AND btrim(reason) <> ''))
);
CREATE UNIQUE INDEX alarm_open ON siaga.alarm (
    camera_id, coalesce(zone_id, '00000000-0000-0000-0000-000000000000'::uuid), family) WHERE closed_at IS NULL;
CREATE INDEX alarm_closed ON siaga.alarm (camera_id, closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX alarm_raised ON siaga.alarm (raised_at);
CREATE INDEX alarm_ticket ON siaga.alarm (ticket_id) WHERE ticket_id IS NOT NULL;

-- A still belongs to a ticket, an alarm, or to the ticket that carries an alarm on: then to both.
ALTER TABLE siaga.still ALTER COLUMN ticket_id DROP NOT NULL;
ALTER TABLE siaga.still ADD COLUMN alarm_id uuid REFERENCES siaga.alarm (id);
ALTER TABLE siaga.still ADD CONSTRAINT still_belongs_check CHECK (num_nonnulls(ticket_id, alarm_id) > 0);
CREATE UNIQUE INDEX still_alarm ON siaga.still (alarm_id) WHERE alarm_id IS NOT NULL;
ALTER TABLE siaga.alarm ADD CONSTRAINT alarm_still_id_fkey FOREIGN KEY (still_id) REFERENCES siaga.still (id);

CREATE TABLE siaga.outage (
    id uuid PRIMARY KEY,
    camera_id uuid NOT NULL REFERENCES siaga.camera (id),
    station_id uuid NOT NULL REFERENCES siaga.station (id),
    -- By the station's clock, which is the one that saw it.
    began_at timestamptz NOT NULL CHECK (began_at >= '0001-01-02 00:00+00'),
    ended_at timestamptz CHECK (ended_at >= began_at),
    written_at timestamptz NOT NULL DEFAULT now(),
    -- One that no client could read would end every list of outages.
    CHECK (coalesce(ended_at, began_at) < '9999-12-31 00:00+00')
);
CREATE UNIQUE INDEX outage_open ON siaga.outage (camera_id) WHERE ended_at IS NULL;
CREATE INDEX outage_camera_began ON siaga.outage (camera_id, began_at);

-- What a person's act makes of an alarm; all but the act's own arguments is the server's.
CREATE FUNCTION siaga.alarm_acted(p_old siaga.alarm, p_asked siaga.alarm) RETURNS siaga.alarm
LANGUAGE plpgsql STABLE SET search_path = siaga, pg_temp AS $$
DECLARE
    v_new alarm := p_old;
    v_listed boolean := p_old.state IN ('unacknowledged', 'acknowledged', 'returned');
    v_allowed boolean := CASE p_asked.act
        WHEN 'acknowledge' THEN p_old.state IN ('unacknowledged', 'returned')
        WHEN 'shelve' THEN v_listed
        WHEN 'unshelve' THEN p_old.state = 'shelved'
        WHEN 'false_alarm' THEN v_listed OR p_old.state = 'shelved'
        WHEN 'ticket' THEN v_listed OR p_old.state = 'shelved'
        ELSE false END;
BEGIN
    IF coalesce(my_role(), '') NOT IN ('operator', 'supervisor') THEN
        RAISE EXCEPTION '% may not act on alarms', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT v_allowed THEN
        RAISE EXCEPTION 'an alarm that is % does not allow %', p_old.state, p_asked.act
            USING ERRCODE = 'SG001', DETAIL = p_old.state;
    END IF;
    v_new.act := p_asked.act;
    CASE p_asked.act
        WHEN 'acknowledge' THEN
            v_new.state := CASE WHEN p_old.active THEN 'acknowledged' ELSE 'cleared' END;
            v_new.acknowledged_at := now();
            v_new.acknowledged_by := my_person_id();
        WHEN 'shelve' THEN
            IF p_asked.reason !~ '\S' THEN
                RAISE EXCEPTION 'say why it is shelved' USING ERRCODE = 'SG002', COLUMN = 'reason';
            END IF;
            IF NOT coalesce(p_asked.shelved_until > clock_timestamp()
                AND p_asked.shelved_until <= clock_timestamp() + interval '12 hours', false)
            THEN
                RAISE EXCEPTION 'shelved for at most 12 hours' USING ERRCODE = 'SG002', COLUMN = 'until';
            END IF;
            v_new.state := 'shelved';
            v_new.shelved_until := p_asked.shelved_until;
            v_new.shelved_by := my_person_id();
            v_new.reason := p_asked.reason;
        WHEN 'unshelve' THEN
            v_new.state := CASE WHEN p_old.active THEN 'unacknowledged' ELSE 'cleared' END;
        WHEN 'false_alarm' THEN
            v_new.state := 'false';
            v_new.reason := p_asked.reason;
        WHEN 'ticket' THEN
            IF NOT EXISTS (
                SELECT FROM ticket t WHERE t.id = p_asked.ticket_id AND t.opened_by = session_user
                    AND t.changed_in = pg_current_xact_id() AND t.created_at = now()
            ) THEN
                RAISE EXCEPTION 'a ticket of the same transaction' USING ERRCODE = 'SG002', COLUMN = 'ticket';
            END IF;
            v_new.state := 'ticketed';
            v_new.ticket_id := p_asked.ticket_id;
    END CASE;
    RETURN v_new;
END $$;

CREATE FUNCTION siaga.alarm_changes() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    IF NOT is_inner(TG_RELID) THEN
        NEW := alarm_acted(OLD, NEW);
    END IF;
    IF NEW.state = 'unacknowledged' THEN  -- it wants an answer, and an earlier one does not count
        NEW.acknowledged_at := NULL;
        NEW.acknowledged_by := NULL;
    END IF;
    NEW.closed_at := CASE WHEN NEW.state = 'cleared' OR (NEW.state IN ('ticketed', 'false') AND NOT NEW.active)
        THEN now() END;
    NEW.version := CASE WHEN OLD.changed_in = pg_current_xact_id() AND OLD.changed_at = now()
        THEN OLD.version ELSE OLD.version + 1 END;
    NEW.changed_in := pg_current_xact_id();
    NEW.changed_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER changes BEFORE UPDATE ON siaga.alarm FOR EACH ROW EXECUTE FUNCTION siaga.alarm_changes();

CREATE FUNCTION siaga.alarm_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_said text := CASE WHEN NEW.act IN ('shelve', 'false_alarm') THEN NEW.reason ELSE '' END;
BEGIN
    PERFORM write_audit('alarm', NEW.id, NEW.act, jsonb_build_object(
        'kind', NEW.kind, 'state', NEW.state, 'camera', (SELECT number FROM camera WHERE id = NEW.camera_id),
        'priority', NEW.priority, 'occupancy', NEW.occupancy, 'speed', NEW.speed,
        'ticket', (SELECT number FROM ticket WHERE id = NEW.ticket_id),
        'until', CASE WHEN NEW.act = 'shelve' THEN NEW.shelved_until END
    ), v_said);
    IF NEW.act = 'ticket' THEN
        PERFORM write_audit('ticket', NEW.ticket_id, 'alarm', jsonb_build_object(
            'kind', NEW.kind, 'occupancy', NEW.occupancy::text, 'speed', NEW.speed::text,
            'raised_at', to_char(NEW.raised_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
        ), '');
        UPDATE still SET ticket_id = NEW.ticket_id WHERE alarm_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON siaga.alarm FOR EACH ROW EXECUTE FUNCTION siaga.alarm_audit();
CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.alarm
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('alarm', 'id');

CREATE TRIGGER changes BEFORE INSERT OR UPDATE ON siaga.alarm_rule
    FOR EACH ROW EXECUTE FUNCTION siaga.camera_changes();
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON siaga.alarm_rule
    FOR EACH ROW EXECUTE FUNCTION siaga.plain_audit('alarm_rule');
CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.alarm_rule
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('alarm_rule', 'id');

-- The alarm's own audit row tells of its picture; a ticket's timeline tells of the ticket's.
CREATE OR REPLACE FUNCTION siaga.still_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    IF NEW.ticket_id IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM write_audit('ticket', NEW.ticket_id, 'still', jsonb_build_object(
        'camera', (SELECT name FROM camera WHERE id = NEW.camera_id), 'sha256', NEW.sha256
    ), '');
    UPDATE ticket SET changed_at = now() WHERE id = NEW.ticket_id;
    RETURN NULL;
END $$;

-- How many were raised in the last 10 minutes, and how many are signed in to answer.
CREATE FUNCTION siaga.alarm_load(OUT raised integer, OUT operators integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    -- Asked once: a condition that asks the clock for each row reads the whole history.
    v_since timestamptz := clock_timestamp() - interval '10 minutes';
BEGIN
    SELECT count(*) INTO raised FROM alarm a WHERE a.raised_at > v_since;
    SELECT greatest(1, count(DISTINCT p.id)) INTO operators
        FROM shift_sign_in s JOIN person p ON p.id = s.person_id
        WHERE s.signed_out_at IS NULL AND p.active AND p.role IN ('operator', 'supervisor');
END $$;

GRANT SELECT ON siaga.alarm, siaga.alarm_rule TO {house}, {site}_station;
GRANT SELECT ON siaga.outage TO {house}, {site}_station;
GRANT UPDATE (act, reason, shelved_until, ticket_id) ON siaga.alarm TO {desk};
GRANT INSERT (id, kind, priority, min_duration_s, cooldown_s, camera_id, zone_id, enabled),
    UPDATE (kind, priority, min_duration_s, cooldown_s, camera_id, zone_id, enabled)
    ON siaga.alarm_rule TO {site}_supervisor, {site}_administrator;
GRANT EXECUTE ON FUNCTION siaga.alarm_acted TO {desk};
GRANT EXECUTE ON FUNCTION siaga.alarm_load TO {house};

ALTER TABLE siaga.alarm ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.alarm_rule ENABLE ROW LEVEL SECURITY;
CREATE POLICY house_reads ON siaga.alarm FOR SELECT TO {house}, {site}_station USING (true);
CREATE POLICY desk_acts ON siaga.alarm FOR UPDATE TO {desk} USING ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY house_reads ON siaga.alarm_rule FOR SELECT TO {house}, {site}_station USING (true);
CREATE POLICY keepers_insert ON siaga.alarm_rule FOR INSERT TO {site}_supervisor, {site}_administrator
    WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY keepers_update ON siaga.alarm_rule FOR UPDATE TO {site}_supervisor, {site}_administrator
    USING ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY of_alarms ON siaga.still FOR SELECT TO {house} USING (alarm_id IS NOT NULL);
DROP POLICY station_reads ON siaga.change;
CREATE POLICY station_reads ON siaga.change FOR SELECT TO {site}_station
    USING (kind IN ('camera', 'lease', 'sighting', 'station', 'alarm', 'alarm_rule'));
