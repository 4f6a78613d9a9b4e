-- What stations may do with alarms and outages: functions, since the server decides what an alarm is.
CREATE FUNCTION siaga.assert_station(p_what text) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_station uuid := my_station_id();
BEGIN
    IF v_station IS NULL THEN
        RAISE EXCEPTION '% may not %', session_user, p_what USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN v_station;
END $$;

-- Whether this station may say so: what pictures tell, the holder of the camera's lease alone; that nobody analyses a
-- camera, any station while no other one does. Of a camera that is switched off there is nothing to say.
CREATE FUNCTION siaga.may_raise(p_kind text, p_camera uuid, p_station uuid) RETURNS boolean
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
DECLARE
    v_holder uuid;
BEGIN
    PERFORM FROM camera WHERE id = p_camera AND enabled AND (analysed OR p_kind = 'camera_lost');
    IF NOT FOUND OR p_kind = 'camera_lost' THEN
        RETURN FOUND;
    END IF;
    -- The lease cannot change hands before the commit.
    SELECT station_id INTO v_holder FROM lease WHERE camera_id = p_camera AND until > clock_timestamp() FOR SHARE;
    RETURN coalesce(v_holder = p_station, p_kind = 'analysis_stopped');
END $$;

-- An open alarm's condition is reported again; its id if that is news to people.
CREATE FUNCTION siaga.raise_again(p_old siaga.alarm, p_new siaga.alarm) RETURNS uuid
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
            state = 'unacknowledged', active = true, returned_at = NULL WHERE id = p_old.id;
    ELSE
        UPDATE alarm SET act = 'again', state = 'unacknowledged', active = true, returned_at = NULL
            WHERE id = p_old.id;
    END IF;
    RETURN p_old.id;
END $$;

CREATE FUNCTION siaga.raise_alarm(p_new siaga.alarm, p_station uuid) RETURNS uuid
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
    INSERT INTO alarm (id, kind, family, camera_id, zone_id, priority, occupancy, speed, held_s, cooldown_s)
        VALUES (p_new.id, p_new.kind, v_family, p_new.camera_id, p_new.zone_id, p_new.priority, p_new.occupancy,
            p_new.speed, p_new.held_s, p_new.cooldown_s)
        ON CONFLICT (id) DO NOTHING  -- sent once more, and closed in the meantime
        RETURNING id INTO v_id;
    RETURN v_id;
END $$;

CREATE FUNCTION siaga.raise_alarms(p_alarms jsonb) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_station uuid := assert_station('raise alarms');
    v_new alarm;
    v_id uuid;
BEGIN
    -- In one order for all, so that stations wait for each other and do not deadlock.
    FOR v_new IN
        SELECT a.* FROM jsonb_populate_recordset(NULL::alarm, p_alarms) a
        ORDER BY a.camera_id, a.zone_id, a.kind, a.priority DESC
    LOOP
        v_id := raise_alarm(v_new, v_station);
        IF v_id IS NOT NULL THEN
            RETURN NEXT v_id;
        END IF;
    END LOOP;
END $$;

-- What a picture told is over when the camera's analyst says so, or when it has none.
CREATE FUNCTION siaga.return_alarms(p_alarms uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_station uuid := assert_station('return alarms');
    v_count integer;
BEGIN
    PERFORM FROM alarm WHERE id = ANY (p_alarms) ORDER BY camera_id, zone_id, kind FOR UPDATE;
    UPDATE alarm a SET act = 'return', active = false, returned_at = now(), state = CASE a.state
            WHEN 'unacknowledged' THEN 'returned' WHEN 'acknowledged' THEN 'cleared' ELSE a.state END
        WHERE a.id = ANY (p_alarms) AND a.active AND a.closed_at IS NULL AND (
            a.kind IN ('camera_lost', 'analysis_stopped') OR NOT EXISTS (
                SELECT FROM lease l WHERE l.camera_id = a.camera_id AND l.station_id <> v_station
                    AND l.until > clock_timestamp()));
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;

-- What was wrong with a camera is over when a person switches it, or its analysis, off: no station will say so.
CREATE FUNCTION siaga.camera_switched_off() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM FROM alarm WHERE camera_id = NEW.id AND closed_at IS NULL ORDER BY zone_id, kind FOR UPDATE;
    UPDATE alarm a SET act = 'return', active = false, returned_at = now(), state = CASE a.state
            WHEN 'unacknowledged' THEN 'returned' WHEN 'acknowledged' THEN 'cleared' ELSE a.state END
        WHERE a.camera_id = NEW.id AND a.active AND a.closed_at IS NULL
            AND (NOT NEW.enabled OR a.kind <> 'camera_lost');
    IF NOT NEW.enabled THEN
        UPDATE outage SET ended_at = greatest(began_at, now()) WHERE camera_id = NEW.id AND ended_at IS NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER switched_off AFTER UPDATE ON siaga.camera FOR EACH ROW
    WHEN ((OLD.enabled AND NOT NEW.enabled) OR (OLD.analysed AND NOT NEW.analysed))
    EXECUTE FUNCTION siaga.camera_switched_off();

-- The first picture stays. Whether the alarm is there at all.
CREATE FUNCTION siaga.keep_alarm_still(p_alarm uuid, p_jpeg bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_alarm alarm;
    v_still uuid := gen_random_uuid();
BEGIN
    PERFORM assert_station('keep stills');
    -- The camera first, as who switches it off does: the still refers to it.
    PERFORM FROM camera WHERE id = (SELECT camera_id FROM alarm WHERE id = p_alarm) FOR KEY SHARE;
    SELECT * INTO v_alarm FROM alarm WHERE id = p_alarm FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF v_alarm.still_id IS NULL THEN
        INSERT INTO still (id, ticket_id, camera_id, alarm_id, jpeg)
            VALUES (v_still, v_alarm.ticket_id, v_alarm.camera_id, p_alarm, p_jpeg);
        UPDATE alarm SET act = 'still', still_id = v_still WHERE id = p_alarm;
    END IF;
    RETURN true;
END $$;

CREATE FUNCTION siaga.end_shelving() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_count integer;
BEGIN
    PERFORM assert_station('end shelving');
    -- What somebody acts on now is not waited for: the next round looks again.
    UPDATE alarm SET act = 'end_shelving', state = CASE WHEN active THEN 'unacknowledged' ELSE 'cleared' END
        WHERE id IN (
            SELECT a.id FROM alarm a WHERE a.closed_at IS NULL AND a.state = 'shelved'
                AND a.shelved_until <= clock_timestamp() FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;

-- A camera's own last change counts too: one that was just added or switched on gets its time.
CREATE FUNCTION siaga.unanalysed(p_for_s double precision) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_station('look for unanalysed cameras');
    RETURN QUERY
    SELECT c.id FROM camera c LEFT JOIN lease l ON l.camera_id = c.id
        WHERE c.enabled AND c.analysed
            AND greatest(l.until, c.changed_at) <= clock_timestamp() - make_interval(secs => p_for_s)
        ORDER BY c.number;
END $$;

-- Begin, once by id, or end outages of cameras whose lease is ours; one of a former holder ends where ours begins.
CREATE FUNCTION siaga.write_outages(p_outages jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_station uuid := assert_station('write outages');
    v_new record;
    v_count integer := 0;
BEGIN
    FOR v_new IN
        SELECT * FROM jsonb_populate_recordset(NULL::outage, p_outages) WITH ORDINALITY o
        ORDER BY o.camera_id, o.ordinality
    LOOP
        PERFORM FROM camera WHERE id = v_new.camera_id FOR KEY SHARE;  -- first, as who switches it off does
        PERFORM FROM lease WHERE camera_id = v_new.camera_id AND station_id = v_station
            AND until > clock_timestamp() FOR SHARE;
        IF NOT FOUND THEN
            CONTINUE;
        END IF;
        v_count := v_count + 1;
        UPDATE outage SET ended_at = greatest(began_at, v_new.ended_at)
            WHERE id = v_new.id AND camera_id = v_new.camera_id AND ended_at IS NULL AND v_new.ended_at IS NOT NULL;
        IF EXISTS (SELECT FROM outage WHERE id = v_new.id) THEN
            CONTINUE;
        END IF;
        UPDATE outage SET ended_at = greatest(began_at, v_new.began_at)
            WHERE camera_id = v_new.camera_id AND ended_at IS NULL;
        -- A station's clock that is set back makes an outage of no length, not one that is refused for ever.
        INSERT INTO outage (id, camera_id, station_id, began_at, ended_at) VALUES (
            v_new.id, v_new.camera_id, v_station, v_new.began_at,
            CASE WHEN v_new.ended_at IS NOT NULL THEN greatest(v_new.began_at, v_new.ended_at) END);
    END LOOP;
    RETURN v_count;
END $$;

-- As in r0001, but in the order in which claims lock.
CREATE OR REPLACE FUNCTION siaga.release_leases() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_count integer;
BEGIN
    PERFORM FROM lease WHERE station_id = my_station_id() ORDER BY camera_id FOR UPDATE;
    UPDATE lease SET until = clock_timestamp(), version = version + 1
        WHERE station_id = my_station_id() AND until > clock_timestamp();
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;

GRANT EXECUTE ON FUNCTION siaga.raise_alarms, siaga.return_alarms, siaga.keep_alarm_still, siaga.end_shelving,
    siaga.unanalysed, siaga.write_outages TO {site}_station;
