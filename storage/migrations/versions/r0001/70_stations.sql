-- Leases and sightings. The server's clock decides; the epoch rises with each change of owner.
CREATE FUNCTION siaga.claim_leases(p_cameras uuid[], p_seconds double precision) RETURNS SETOF siaga.lease
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_station uuid := my_station_id();
    v_until timestamptz := clock_timestamp() + make_interval(secs => least(greatest(p_seconds, 0.1), 3600));
BEGIN
    IF v_station IS NULL THEN
        RAISE EXCEPTION '% is not a station', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- In the order of the ids: two stations that claim the same cameras wait, and do not deadlock.
    RETURN QUERY
    INSERT INTO lease AS l (camera_id, station_id, epoch, until)
        SELECT c.id, v_station, 1, v_until FROM camera c
        WHERE c.id = ANY (p_cameras) AND c.enabled ORDER BY c.id
    ON CONFLICT (camera_id) DO UPDATE SET
        epoch = CASE WHEN l.station_id = v_station THEN l.epoch ELSE l.epoch + 1 END,
        version = CASE WHEN l.station_id = v_station AND l.until > clock_timestamp() THEN l.version ELSE l.version + 1 END,
        station_id = v_station,
        until = v_until
    WHERE l.station_id = v_station OR l.until <= clock_timestamp()
    RETURNING l.*;
END $$;

CREATE FUNCTION siaga.release_leases() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_count integer;
BEGIN
    UPDATE lease SET until = clock_timestamp(), version = version + 1
        WHERE station_id = my_station_id() AND until > clock_timestamp();
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;

-- A row whose epoch no longer holds the lease is not written; the lease cannot change hands before the commit.
CREATE FUNCTION siaga.sighting_arrives() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    NEW.station_id := my_station_id();
    NEW.written_at := now();
    PERFORM FROM lease WHERE camera_id = NEW.camera_id AND station_id = NEW.station_id
        AND epoch = NEW.epoch AND until > clock_timestamp() FOR SHARE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER arrives BEFORE INSERT ON siaga.sighting FOR EACH ROW EXECUTE FUNCTION siaga.sighting_arrives();

CREATE FUNCTION siaga.set_camera_secret(p_camera uuid, p_username text, p_password text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_role text := my_role();
BEGIN
    IF v_role IS NULL OR v_role NOT IN ('supervisor', 'administrator') THEN
        RAISE EXCEPTION '% may not set a secret', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO camera_secret AS s (camera_id, username, password)
        VALUES (p_camera, coalesce(p_username, ''), coalesce(p_password, ''))
    ON CONFLICT (camera_id) DO UPDATE SET
        username = coalesce(p_username, s.username), password = coalesce(p_password, s.password);
    UPDATE camera SET changed_at = now() WHERE id = p_camera;  -- so that stations hear of it
    PERFORM write_audit('camera', p_camera, 'secret', '{}', '');
END $$;
