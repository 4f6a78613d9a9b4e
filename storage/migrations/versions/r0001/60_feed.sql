-- The feed: a deferred trigger numbers each change at the end of its transaction, so numbers follow commit order and
-- have no gaps; the counter's row is the last lock a transaction takes.
CREATE FUNCTION siaga.feed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_row jsonb := to_jsonb(NEW);
    v_id uuid := v_row ->> TG_ARGV[1];
    v_version integer := coalesce((v_row ->> 'version')::integer, 1);
    v_number bigint;
BEGIN
    IF EXISTS (SELECT FROM change c WHERE c.kind = TG_ARGV[0] AND c.id = v_id AND c.version = v_version) THEN
        RETURN NULL;  -- already told in this transaction
    END IF;
    UPDATE feed_counter SET number = number + 1 RETURNING number INTO v_number;
    INSERT INTO change (number, kind, id, version, actor, at, command_key)
    VALUES (v_number, TG_ARGV[0], v_id, v_version, session_user, clock_timestamp(), (
        SELECT key FROM command WHERE made_in = pg_current_xact_id() AND at = now() AND actor = session_user LIMIT 1
    ));
    PERFORM pg_notify('siaga_feed', '');  -- a hint without a payload: what changed is read under row policies
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.ticket
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('ticket', 'id');
CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.camera
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('camera', 'id');
CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('person', 'id');
CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.station
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('station', 'id');
CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.agency
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('agency', 'id');
CREATE CONSTRAINT TRIGGER feed AFTER INSERT ON siaga.sighting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('sighting', 'id');
-- A renewed lease keeps its version: nobody needs to hear of it.
CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.lease
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('lease', 'camera_id');

-- Cameras, people, stations and agencies: versions and audit.
CREATE FUNCTION siaga.camera_changes() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    NEW.version := CASE
        WHEN TG_OP = 'INSERT' THEN 1
        WHEN OLD.changed_in = pg_current_xact_id() AND OLD.changed_at = now() THEN OLD.version
        ELSE OLD.version + 1 END;
    NEW.changed_in := pg_current_xact_id();
    NEW.changed_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER changes BEFORE INSERT OR UPDATE ON siaga.camera
    FOR EACH ROW EXECUTE FUNCTION siaga.camera_changes();

CREATE FUNCTION siaga.version_counts() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    NEW.version := OLD.version + 1;
    NEW.changed_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER changes BEFORE UPDATE ON siaga.person FOR EACH ROW EXECUTE FUNCTION siaga.version_counts();
CREATE TRIGGER changes BEFORE UPDATE ON siaga.station FOR EACH ROW EXECUTE FUNCTION siaga.version_counts();

CREATE FUNCTION siaga.plain_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_new jsonb := to_jsonb(NEW) - ARRAY['changed_in', 'changed_at', 'version'];
    v_old jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END;
BEGIN
    PERFORM write_audit(TG_ARGV[0], NEW.id, lower(TG_OP), (
        SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(v_new)
        WHERE value IS DISTINCT FROM v_old -> key
    ), '');
    RETURN NULL;
END $$;
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON siaga.camera
    FOR EACH ROW EXECUTE FUNCTION siaga.plain_audit('camera');
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON siaga.person
    FOR EACH ROW EXECUTE FUNCTION siaga.plain_audit('person');
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON siaga.station
    FOR EACH ROW EXECUTE FUNCTION siaga.plain_audit('station');
