-- A lock holds disk: whoever asked for all that was ever recorded would stop the recording. A check of the table would
-- refuse what an older record holds already, and its release.
CREATE FUNCTION siaga.footage_lock_is_short() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    IF NEW.until - NEW.since > interval '31 days' THEN
        RAISE EXCEPTION 'locked at once are at most 31 days' USING ERRCODE = 'SG002', COLUMN = 'span';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER short BEFORE INSERT ON siaga.footage_lock
    FOR EACH ROW EXECUTE FUNCTION siaga.footage_lock_is_short();

-- Of alarms that pictures tell, a picture comes from who may raise them: another station's camera is not shown by this
-- one. As in r0002 otherwise.
CREATE OR REPLACE FUNCTION siaga.keep_alarm_still(p_alarm uuid, p_jpeg bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_station uuid := assert_station('keep stills');
    v_alarm alarm;
    v_still uuid := gen_random_uuid();
BEGIN
    -- The camera first, as who switches it off does: the still refers to it.
    PERFORM FROM camera WHERE id = (SELECT camera_id FROM alarm WHERE id = p_alarm) FOR KEY SHARE;
    SELECT * INTO v_alarm FROM alarm WHERE id = p_alarm FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF v_alarm.still_id IS NULL AND (is_anyones(v_alarm.kind) OR NOT EXISTS (
        SELECT FROM lease l WHERE l.camera_id = v_alarm.camera_id AND l.station_id <> v_station
            AND l.until > clock_timestamp())) THEN
        INSERT INTO still (id, ticket_id, camera_id, alarm_id, jpeg)
            VALUES (v_still, v_alarm.ticket_id, v_alarm.camera_id, p_alarm, p_jpeg);
        UPDATE alarm SET act = 'still', still_id = v_still WHERE id = p_alarm;
    END IF;
    RETURN true;
END $$;
