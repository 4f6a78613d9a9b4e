-- How well each camera did, hour by hour. No row policy: a grant says who reads, and a row is nobody's in particular.
CREATE TABLE siaga.camera_hour (
    camera_id uuid NOT NULL REFERENCES siaga.camera (id),
    hour timestamptz NOT NULL CHECK (
        mod(extract(epoch FROM hour), 3600) = 0 AND hour >= '0001-01-02 00:00+00' AND hour < '9999-12-31 00:00+00'),
    -- Seconds of the hour; what was sent twice after a lost answer makes no hour longer than one.
    watched_s double precision NOT NULL CHECK (watched_s BETWEEN 0 AND 3600),
    lost_s double precision NOT NULL CHECK (lost_s BETWEEN 0 AND 3600),
    frozen_s double precision NOT NULL CHECK (frozen_s BETWEEN 0 AND 3600),
    late_s double precision NOT NULL CHECK (late_s BETWEEN 0 AND 3600),
    reconnects integer NOT NULL CHECK (reconnects >= 0),
    delay_s double precision NOT NULL CHECK (delay_s >= 0 AND delay_s < 'infinity'),
    bytes bigint NOT NULL CHECK (bytes >= 0),
    tampered_s double precision NOT NULL CHECK (tampered_s BETWEEN 0 AND 3600),
    PRIMARY KEY (camera_id, hour)
);
CREATE INDEX camera_hour_hour ON siaga.camera_hour (hour);

-- Adds to the hours of cameras whose lease is ours, the longest delay aside; how many. In one order for all.
CREATE FUNCTION siaga.write_camera_hours(p_hours jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_station uuid := assert_station('write camera hours');
    v_new camera_hour;
    v_count integer := 0;
BEGIN
    FOR v_new IN
        SELECT h.* FROM jsonb_populate_recordset(NULL::camera_hour, p_hours) h ORDER BY h.camera_id, h.hour
    LOOP
        PERFORM FROM camera WHERE id = v_new.camera_id FOR KEY SHARE;  -- first, as who switches it off does
        PERFORM FROM lease WHERE camera_id = v_new.camera_id AND station_id = v_station
            AND until > clock_timestamp() FOR SHARE;
        IF NOT FOUND THEN
            CONTINUE;
        END IF;
        v_count := v_count + 1;
        -- A station's clocks may make an hour a little longer than it is.
        INSERT INTO camera_hour AS c VALUES (v_new.camera_id, v_new.hour, least(3600, v_new.watched_s),
                least(3600, v_new.lost_s), least(3600, v_new.frozen_s), least(3600, v_new.late_s), v_new.reconnects,
                v_new.delay_s, v_new.bytes, least(3600, v_new.tampered_s))
            ON CONFLICT (camera_id, hour) DO UPDATE SET
                watched_s = least(3600, c.watched_s + v_new.watched_s),
                lost_s = least(3600, c.lost_s + v_new.lost_s),
                frozen_s = least(3600, c.frozen_s + v_new.frozen_s),
                late_s = least(3600, c.late_s + v_new.late_s),
                reconnects = c.reconnects + v_new.reconnects,
                delay_s = greatest(c.delay_s, v_new.delay_s),
                bytes = c.bytes + v_new.bytes,
                tampered_s = least(3600, c.tampered_s + v_new.tampered_s);
    END LOOP;
    RETURN v_count;
END $$;

GRANT SELECT ON siaga.camera_hour TO {readers}, {site}_station;
GRANT EXECUTE ON FUNCTION siaga.write_camera_hours TO {site}_station;
