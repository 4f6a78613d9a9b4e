-- Who moves a camera: a lease of a person's, by the server's clock. One row a camera, written by two functions.
-- SG004 held by another (detail: JSON with the name and until when, in the site's time).
CREATE TABLE siaga.ptz_hold (
    camera_id uuid PRIMARY KEY REFERENCES siaga.camera (id),
    holder_id uuid NOT NULL REFERENCES siaga.person (id),
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    taken_from uuid REFERENCES siaga.person (id),
    reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
    act text NOT NULL DEFAULT 'take' CHECK (act IN ('take', 'take_over', 'release')),
    -- Rises when the hold changes hands or ends; renewing it is no news.
    version integer NOT NULL DEFAULT 1
);

CREATE FUNCTION siaga.assert_mover() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    IF coalesce(my_role(), '') NOT IN ('operator', 'supervisor', 'administrator') THEN
        RAISE EXCEPTION '% may not move cameras', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN my_person_id();
END $$;

-- Another's hold that has not run out: taken over by a supervisor or an administrator with a reason, or refused.
CREATE FUNCTION siaga.take_over_ptz(p_old siaga.ptz_hold, p_reason text, p_until timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    IF my_role() = 'operator' OR p_reason !~ '\S' THEN
        RAISE EXCEPTION 'another moves this camera' USING ERRCODE = 'SG004', DETAIL = (
            SELECT jsonb_build_object('name', p.name,
                'until', to_char(p_old.until AT TIME ZONE s.time_zone, 'HH24:MI:SS'))
            FROM person p, site s WHERE p.id = p_old.holder_id);
    END IF;
    UPDATE ptz_hold SET act = 'take_over', holder_id = my_person_id(), since = clock_timestamp(), until = p_until,
        taken_from = p_old.holder_id, reason = p_reason, version = version + 1 WHERE camera_id = p_old.camera_id;
END $$;

CREATE FUNCTION siaga.take_ptz(p_camera uuid, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_me uuid := assert_mover();
    v_lasts constant interval := interval '30 seconds';
    v_old ptz_hold;
    v_now timestamptz := clock_timestamp();
BEGIN
    IF NOT EXISTS (SELECT FROM camera WHERE id = p_camera AND ptz AND enabled) THEN
        RAISE EXCEPTION 'no camera that can be moved' USING ERRCODE = 'SG002', COLUMN = 'ptz';
    END IF;
    INSERT INTO ptz_hold (camera_id, holder_id, since, until) VALUES (p_camera, v_me, v_now, v_now + v_lasts)
        ON CONFLICT DO NOTHING;
    IF FOUND THEN
        RETURN;
    END IF;
    -- Who waited for the row looks at the clock when it is theirs.
    SELECT * INTO v_old FROM ptz_hold WHERE camera_id = p_camera FOR UPDATE;
    v_now := clock_timestamp();
    IF v_old.until <= v_now THEN
        UPDATE ptz_hold SET act = 'take', holder_id = v_me, since = v_now, until = v_now + v_lasts,
            taken_from = NULL, reason = '', version = version + 1 WHERE camera_id = p_camera;
    ELSIF v_old.holder_id = v_me THEN
        UPDATE ptz_hold SET until = v_now + v_lasts WHERE camera_id = p_camera;
    ELSE
        PERFORM take_over_ptz(v_old, p_reason, v_now + v_lasts);
    END IF;
END $$;

CREATE FUNCTION siaga.release_ptz(p_camera uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_me uuid := assert_mover();
BEGIN
    UPDATE ptz_hold SET act = 'release', until = clock_timestamp(), version = version + 1
        WHERE camera_id = p_camera AND holder_id = v_me AND until > clock_timestamp();
END $$;

CREATE FUNCTION siaga.ptz_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM write_audit('ptz', NEW.camera_id, NEW.act, jsonb_build_object(
        'camera', (SELECT number FROM camera WHERE id = NEW.camera_id),
        'from', CASE WHEN NEW.act = 'take_over' THEN (SELECT name FROM person WHERE id = NEW.taken_from) END
    ), CASE WHEN NEW.act = 'take_over' THEN NEW.reason ELSE '' END);
    RETURN NULL;
END $$;
CREATE TRIGGER audit_take AFTER INSERT ON siaga.ptz_hold FOR EACH ROW EXECUTE FUNCTION siaga.ptz_audit();
CREATE TRIGGER audit_act AFTER UPDATE ON siaga.ptz_hold FOR EACH ROW
    WHEN (OLD.version IS DISTINCT FROM NEW.version) EXECUTE FUNCTION siaga.ptz_audit();
CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.ptz_hold
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('ptz', 'camera_id');

GRANT SELECT ON siaga.ptz_hold TO {readers};
GRANT EXECUTE ON FUNCTION siaga.take_ptz, siaga.release_ptz TO {movers};
ALTER TABLE siaga.ptz_hold ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers_read ON siaga.ptz_hold FOR SELECT TO {readers} USING (true);
