-- Alarms of recording and of a group of cameras that went at once: they are about more than their camera.
ALTER TABLE siaga.alarm_rule DROP CONSTRAINT alarm_rule_kind_check, ADD CONSTRAINT alarm_rule_kind_check CHECK (
    kind IN ('congestion', 'stopped_traffic', 'stopped_vehicle', 'dark', 'camera_lost', 'analysis_stopped',
        'group_lost', 'recording_stopped', 'recording_short'));
ALTER TABLE siaga.alarm DROP CONSTRAINT alarm_kind_check, ADD CONSTRAINT alarm_kind_check CHECK (
    kind IN ('congestion', 'stopped_traffic', 'stopped_vehicle', 'dark', 'camera_lost', 'analysis_stopped',
        'group_lost', 'recording_stopped', 'recording_short'));
ALTER TABLE siaga.alarm
    ADD COLUMN subject text NOT NULL DEFAULT '' CONSTRAINT alarm_subject_check CHECK (length(subject) <= 200),
    ADD COLUMN affected integer NOT NULL DEFAULT 1 CONSTRAINT alarm_affected_check CHECK (affected >= 1);

-- A new record's feed begins with what people do, so nobody is told.
ALTER TABLE siaga.alarm_rule DISABLE TRIGGER USER;
INSERT INTO siaga.alarm_rule (id, kind, min_duration_s, cooldown_s, priority) VALUES
    (gen_random_uuid(), 'group_lost', 30, 60, 2),
    (gen_random_uuid(), 'recording_stopped', 10, 60, 2),
    (gen_random_uuid(), 'recording_short', 60, 3600, 3);
ALTER TABLE siaga.alarm_rule ENABLE TRIGGER USER;

-- What no picture tells and no analysis: any station that notices may say so, and that it is over.
CREATE FUNCTION siaga.is_anyones(p_kind text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = siaga, pg_temp
BEGIN ATOMIC
    SELECT p_kind IN ('camera_lost', 'group_lost', 'recording_stopped', 'recording_short');
END;

-- The following as in r0002, with the new kinds and columns.
CREATE OR REPLACE FUNCTION siaga.may_raise(p_kind text, p_camera uuid, p_station uuid) RETURNS boolean
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
DECLARE
    v_holder uuid;
BEGIN
    PERFORM FROM camera WHERE id = p_camera AND enabled AND (analysed OR is_anyones(p_kind));
    IF NOT FOUND OR is_anyones(p_kind) THEN
        RETURN FOUND;
    END IF;
    -- The lease cannot change hands before the commit.
    SELECT station_id INTO v_holder FROM lease WHERE camera_id = p_camera AND until > clock_timestamp() FOR SHARE;
    RETURN coalesce(v_holder = p_station, p_kind = 'analysis_stopped');
END $$;

CREATE OR REPLACE FUNCTION siaga.raise_again(p_old siaga.alarm, p_new siaga.alarm) RETURNS uuid
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
DECLARE
    v_worse boolean := p_new.priority < p_old.priority;
BEGIN
    IF p_old.id = p_new.id THEN
        RETURN p_old.id;  -- sent once more: its first answer was lost
    END IF;
    IF p_old.state IN ('shelved', 'ticketed', 'false') THEN
        UPDATE alarm SET act = 'again', active = true, returned_at = NULL WHERE id = p_old.id AND NOT active;
        RETURN NULL;
    END IF;
    IF p_old.active AND NOT v_worse THEN
        RETURN NULL;
    END IF;
    IF v_worse THEN
        UPDATE alarm SET act = 'worsen', kind = p_new.kind, priority = p_new.priority, occupancy = p_new.occupancy,
            speed = p_new.speed, held_s = p_new.held_s, cooldown_s = p_new.cooldown_s,
            subject = coalesce(p_new.subject, ''), affected = coalesce(p_new.affected, 1),
            state = 'unacknowledged', active = true, returned_at = NULL WHERE id = p_old.id;
    ELSE
        UPDATE alarm SET act = 'again', state = 'unacknowledged', active = true, returned_at = NULL
            WHERE id = p_old.id;
    END IF;
    RETURN p_old.id;
END $$;

CREATE OR REPLACE FUNCTION siaga.raise_alarm(p_new siaga.alarm, p_station uuid) RETURNS uuid
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
DECLARE
    v_family text := CASE WHEN p_new.kind IN ('congestion', 'stopped_traffic') THEN 'traffic' ELSE p_new.kind END;
    v_old alarm;
    v_id uuid;
    v_cooling timestamptz;
BEGIN
    -- Stations that see the same take turns: also where no alarm is open that they could wait for.
    PERFORM FROM camera WHERE id = p_new.camera_id FOR NO KEY UPDATE;
    IF NOT FOUND OR NOT may_raise(p_new.kind, p_new.camera_id, p_station) THEN
        RETURN NULL;
    END IF;
    SELECT * INTO v_old FROM alarm a WHERE a.camera_id = p_new.camera_id AND a.family = v_family
        AND a.zone_id IS NOT DISTINCT FROM p_new.zone_id AND a.closed_at IS NULL FOR UPDATE;
    IF FOUND THEN
        RETURN raise_again(v_old, p_new);
    END IF;
    v_cooling := clock_timestamp() - make_interval(secs => p_new.cooldown_s);
    IF EXISTS (
        SELECT FROM alarm a WHERE a.camera_id = p_new.camera_id AND a.family = v_family
            AND a.zone_id IS NOT DISTINCT FROM p_new.zone_id
            AND a.closed_at > v_cooling
    ) THEN
        RETURN NULL;
    END IF;
    INSERT INTO alarm (id, kind, family, camera_id, zone_id, priority, occupancy, speed, held_s, cooldown_s,
            subject, affected)
        VALUES (p_new.id, p_new.kind, v_family, p_new.camera_id, p_new.zone_id, p_new.priority, p_new.occupancy,
            p_new.speed, p_new.held_s, p_new.cooldown_s, coalesce(p_new.subject, ''), coalesce(p_new.affected, 1))
        ON CONFLICT (id) DO NOTHING  -- sent once more, and closed in the meantime
        RETURNING id INTO v_id;
    RETURN v_id;
END $$;

CREATE OR REPLACE FUNCTION siaga.return_alarms(p_alarms uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_station uuid := assert_station('return alarms');
    v_count integer;
BEGIN
    PERFORM FROM alarm WHERE id = ANY (p_alarms) ORDER BY camera_id, zone_id, kind FOR UPDATE;
    UPDATE alarm a SET act = 'return', active = false, returned_at = now(), state = CASE a.state
            WHEN 'unacknowledged' THEN 'returned' WHEN 'acknowledged' THEN 'cleared' ELSE a.state END
        WHERE a.id = ANY (p_alarms) AND a.active AND a.closed_at IS NULL AND (
            a.kind = 'analysis_stopped' OR is_anyones(a.kind) OR NOT EXISTS (
                SELECT FROM lease l WHERE l.camera_id = a.camera_id AND l.station_id <> v_station
                    AND l.until > clock_timestamp()));
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;

-- Of a camera that is no longer analysed but goes on, what is not of its analysis stays.
CREATE OR REPLACE FUNCTION siaga.camera_switched_off() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM FROM alarm WHERE camera_id = NEW.id AND closed_at IS NULL ORDER BY zone_id, kind FOR UPDATE;
    UPDATE alarm a SET act = 'return', active = false, returned_at = now(), state = CASE a.state
            WHEN 'unacknowledged' THEN 'returned' WHEN 'acknowledged' THEN 'cleared' ELSE a.state END
        WHERE a.camera_id = NEW.id AND a.active AND a.closed_at IS NULL
            AND (NOT NEW.enabled OR NOT is_anyones(a.kind));
    IF NOT NEW.enabled THEN
        UPDATE outage SET ended_at = greatest(began_at, now()) WHERE camera_id = NEW.id AND ended_at IS NULL;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION siaga.alarm_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_said text := CASE WHEN NEW.act IN ('shelve', 'false_alarm') THEN NEW.reason ELSE '' END;
BEGIN
    PERFORM write_audit('alarm', NEW.id, NEW.act, jsonb_build_object(
        'kind', NEW.kind, 'state', NEW.state, 'camera', (SELECT number FROM camera WHERE id = NEW.camera_id),
        'priority', NEW.priority, 'occupancy', NEW.occupancy, 'speed', NEW.speed,
        'subject', nullif(NEW.subject, ''), 'affected', nullif(NEW.affected, 1),
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
