-- What people say of recorded pictures: bookmarks, locks, and evidence that left the house. The pictures lie on the
-- station's disk; a station hears of locks by the feed, whose id is the camera's.
CREATE TABLE siaga.footage_version (
    camera_id uuid PRIMARY KEY REFERENCES siaga.camera (id),
    version integer NOT NULL
);

CREATE TABLE siaga.bookmark (
    id uuid PRIMARY KEY,
    camera_id uuid NOT NULL REFERENCES siaga.camera (id),
    -- A time that no client could read would end every list; so for all times here that a client gives.
    at timestamptz NOT NULL CHECK (at >= '0001-01-02 00:00+00' AND at < '9999-12-31 00:00+00'),
    text text NOT NULL CHECK (text ~ '\S' AND length(text) <= 200),
    ticket_id uuid REFERENCES siaga.ticket (id),
    made_by uuid NOT NULL REFERENCES siaga.person (id),
    made_at timestamptz NOT NULL DEFAULT now(),
    removed_at timestamptz,
    removed_by uuid REFERENCES siaga.person (id),
    version integer NOT NULL,
    CHECK ((removed_at IS NULL) = (removed_by IS NULL))
);
CREATE INDEX bookmark_at ON siaga.bookmark (at) WHERE removed_at IS NULL;

CREATE TABLE siaga.footage_lock (
    id uuid PRIMARY KEY,
    camera_id uuid NOT NULL REFERENCES siaga.camera (id),
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    reason text NOT NULL CHECK (reason ~ '\S' AND length(reason) <= 500),
    days integer NOT NULL CHECK (days BETWEEN 1 AND 366),
    ticket_id uuid REFERENCES siaga.ticket (id),
    locked_by uuid NOT NULL REFERENCES siaga.person (id),
    locked_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    released_at timestamptz,
    released_by uuid REFERENCES siaga.person (id),
    release_reason text NOT NULL DEFAULT ''
        CONSTRAINT footage_lock_release_check CHECK (length(release_reason) <= 500),
    version integer NOT NULL,
    CONSTRAINT footage_lock_span_check CHECK (
        since < until AND since >= '0001-01-02 00:00+00' AND until < '9999-12-31 00:00+00'),
    CONSTRAINT footage_lock_released_check CHECK (
        CASE WHEN released_at IS NULL THEN released_by IS NULL AND release_reason = ''
            ELSE released_by IS NOT NULL AND release_reason ~ '\S' END)
);
CREATE INDEX footage_lock_holds ON siaga.footage_lock (expires_at) WHERE released_at IS NULL;

CREATE TABLE siaga.evidence_export (
    id uuid PRIMARY KEY,
    reason text NOT NULL CHECK (reason ~ '\S' AND length(reason) <= 500),
    folder text NOT NULL CHECK (folder ~ '\S' AND folder !~ '[/\\]' AND length(folder) <= 255),
    manifest_sha256 text NOT NULL CHECK (manifest_sha256 ~ '^[0-9a-f]{64}$'),
    key_fingerprint text NOT NULL CHECK (key_fingerprint ~ '\S' AND length(key_fingerprint) <= 200),
    files integer NOT NULL CHECK (files >= 1),
    bytes bigint NOT NULL CHECK (bytes >= 0),
    gaps_s double precision NOT NULL CHECK (gaps_s >= 0 AND gaps_s < 'infinity'),
    ticket_id uuid REFERENCES siaga.ticket (id),
    made_by uuid NOT NULL REFERENCES siaga.person (id),
    made_at timestamptz NOT NULL DEFAULT now(),
    made_in xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX evidence_export_made ON siaga.evidence_export (made_at);

CREATE TABLE siaga.evidence_span (
    export_id uuid NOT NULL REFERENCES siaga.evidence_export (id),
    position integer NOT NULL,
    camera_id uuid NOT NULL REFERENCES siaga.camera (id),
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    version integer NOT NULL,
    PRIMARY KEY (export_id, position),
    CONSTRAINT evidence_span_span_check CHECK (
        since < until AND since >= '0001-01-02 00:00+00' AND until < '9999-12-31 00:00+00')
);

-- The number of the next change of what is said of this camera's pictures; who changes the same camera's waits.
CREATE FUNCTION siaga.footage_counts(p_camera uuid) RETURNS integer
LANGUAGE sql SET search_path = siaga, pg_temp
BEGIN ATOMIC
    INSERT INTO siaga.footage_version AS f (camera_id, version) VALUES (p_camera, 1)
        ON CONFLICT (camera_id) DO UPDATE SET version = f.version + 1 RETURNING version;
END;

CREATE FUNCTION siaga.bookmark_set() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_desk('set a bookmark');
    NEW.made_by := my_person_id();
    NEW.made_at := now();
    NEW.removed_at := NULL;
    NEW.removed_by := NULL;
    NEW.version := footage_counts(NEW.camera_id);
    RETURN NEW;
END $$;
CREATE TRIGGER set BEFORE INSERT ON siaga.bookmark FOR EACH ROW EXECUTE FUNCTION siaga.bookmark_set();

CREATE FUNCTION siaga.bookmark_removed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_desk('remove a bookmark');
    IF OLD.removed_at IS NOT NULL THEN
        RAISE EXCEPTION 'it was removed before' USING ERRCODE = 'SG003';
    END IF;
    NEW := OLD;
    NEW.removed_at := now();
    NEW.removed_by := my_person_id();
    NEW.version := footage_counts(NEW.camera_id);
    RETURN NEW;
END $$;
CREATE TRIGGER removed BEFORE UPDATE ON siaga.bookmark FOR EACH ROW EXECUTE FUNCTION siaga.bookmark_removed();

CREATE FUNCTION siaga.footage_locked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_desk('lock footage');
    NEW.locked_by := my_person_id();
    NEW.locked_at := now();
    -- A number of days that is no good is refused by its constraint, not by an overflow here.
    NEW.expires_at := now() + make_interval(days => least(greatest(NEW.days, 1), 366));
    NEW.released_at := NULL;
    NEW.released_by := NULL;
    NEW.release_reason := '';
    NEW.version := footage_counts(NEW.camera_id);
    RETURN NEW;
END $$;
CREATE TRIGGER locked BEFORE INSERT ON siaga.footage_lock FOR EACH ROW EXECUTE FUNCTION siaga.footage_locked();

CREATE FUNCTION siaga.footage_released() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_reason text := NEW.release_reason;
BEGIN
    IF coalesce(my_role(), '') NOT IN ('supervisor', 'administrator') THEN
        RAISE EXCEPTION '% may not release footage', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.released_at IS NOT NULL OR OLD.expires_at <= clock_timestamp() THEN
        RAISE EXCEPTION 'it holds no more' USING ERRCODE = 'SG003';
    END IF;
    IF v_reason !~ '\S' THEN
        RAISE EXCEPTION 'say why it is released' USING ERRCODE = 'SG002', COLUMN = 'reason';
    END IF;
    NEW := OLD;
    NEW.released_at := now();
    NEW.released_by := my_person_id();
    NEW.release_reason := v_reason;
    NEW.version := footage_counts(NEW.camera_id);
    RETURN NEW;
END $$;
CREATE TRIGGER released BEFORE UPDATE ON siaga.footage_lock FOR EACH ROW EXECUTE FUNCTION siaga.footage_released();

CREATE FUNCTION siaga.export_arrives() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_desk('keep an export');
    NEW.made_by := my_person_id();
    NEW.made_at := now();
    NEW.made_in := pg_current_xact_id();
    RETURN NEW;
END $$;
CREATE TRIGGER arrives BEFORE INSERT ON siaga.evidence_export FOR EACH ROW EXECUTE FUNCTION siaga.export_arrives();

-- What an export shows is said with it, in the same transaction, or never.
CREATE FUNCTION siaga.span_arrives() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_desk('keep an export');
    IF NOT EXISTS (
        SELECT FROM evidence_export e WHERE e.id = NEW.export_id AND e.made_by = my_person_id()
            AND e.made_in = pg_current_xact_id() AND e.made_at = now()
    ) THEN
        RAISE EXCEPTION 'an export of another transaction' USING ERRCODE = 'insufficient_privilege';
    END IF;
    NEW.version := footage_counts(NEW.camera_id);
    RETURN NEW;
END $$;
CREATE TRIGGER arrives BEFORE INSERT ON siaga.evidence_span FOR EACH ROW EXECUTE FUNCTION siaga.span_arrives();

CREATE FUNCTION siaga.export_has_spans() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM evidence_span s WHERE s.export_id = NEW.id) THEN
        RAISE EXCEPTION 'an export of nothing' USING ERRCODE = 'SG002', COLUMN = 'spans';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER has_spans AFTER INSERT ON siaga.evidence_export
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.export_has_spans();

CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON siaga.evidence_export
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.stays();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON siaga.evidence_span
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.stays();

CREATE FUNCTION siaga.footage_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_row jsonb := to_jsonb(NEW);
    v_ended boolean := TG_OP = 'UPDATE';
    v_act text := CASE TG_TABLE_NAME
        WHEN 'bookmark' THEN CASE WHEN v_ended THEN 'remove' ELSE 'set' END
        WHEN 'footage_lock' THEN CASE WHEN v_ended THEN 'release' ELSE 'lock' END
        WHEN 'evidence_span' THEN 'span'
        ELSE 'export' END;
    v_said text := CASE WHEN v_ended THEN v_row ->> 'release_reason' ELSE
        coalesce(v_row ->> 'reason', v_row ->> 'text') END;
BEGIN
    PERFORM write_audit(TG_ARGV[0], coalesce(v_row ->> 'export_id', v_row ->> 'id')::uuid, v_act, jsonb_build_object(
        'camera', (SELECT number FROM camera WHERE id = (v_row ->> 'camera_id')::uuid),
        'at', v_row ->> 'at', 'since', v_row ->> 'since', 'until', v_row ->> 'until',
        'expires_at', v_row ->> 'expires_at', 'folder', v_row ->> 'folder',
        'manifest_sha256', v_row ->> 'manifest_sha256', 'key_fingerprint', v_row ->> 'key_fingerprint',
        'ticket', (SELECT number FROM ticket WHERE id = (v_row ->> 'ticket_id')::uuid)
    ), coalesce(v_said, ''));
    RETURN NULL;
END $$;
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON siaga.bookmark
    FOR EACH ROW EXECUTE FUNCTION siaga.footage_audit('bookmark');
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON siaga.footage_lock
    FOR EACH ROW EXECUTE FUNCTION siaga.footage_audit('footage_lock');
CREATE TRIGGER audit AFTER INSERT ON siaga.evidence_export
    FOR EACH ROW EXECUTE FUNCTION siaga.footage_audit('evidence');
CREATE TRIGGER audit AFTER INSERT ON siaga.evidence_span
    FOR EACH ROW EXECUTE FUNCTION siaga.footage_audit('evidence');

CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.bookmark
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('footage', 'camera_id');
CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.footage_lock
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('footage', 'camera_id');
CREATE CONSTRAINT TRIGGER feed AFTER INSERT ON siaga.evidence_span
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('footage', 'camera_id');

GRANT SELECT ON siaga.bookmark, siaga.evidence_export, siaga.evidence_span TO {readers};
GRANT SELECT ON siaga.footage_lock TO {readers}, {site}_station;
GRANT INSERT (id, camera_id, at, text, ticket_id), UPDATE (removed_at) ON siaga.bookmark TO {desk};
GRANT INSERT (id, camera_id, since, until, reason, days, ticket_id) ON siaga.footage_lock TO {desk};
GRANT UPDATE (released_at, release_reason) ON siaga.footage_lock TO {keepers};
GRANT INSERT (id, reason, folder, manifest_sha256, key_fingerprint, files, bytes, gaps_s, ticket_id)
    ON siaga.evidence_export TO {desk};
GRANT INSERT (export_id, position, camera_id, since, until) ON siaga.evidence_span TO {desk};

ALTER TABLE siaga.bookmark ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.footage_lock ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.evidence_export ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.evidence_span ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers_read ON siaga.bookmark FOR SELECT TO {readers} USING (true);
CREATE POLICY desk_sets ON siaga.bookmark FOR INSERT TO {desk} WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY own_goes ON siaga.bookmark FOR UPDATE TO {desk}
    USING (made_by = (SELECT siaga.my_person_id()) OR (SELECT siaga.my_role()) = 'supervisor');
CREATE POLICY readers_read ON siaga.footage_lock FOR SELECT TO {readers}, {site}_station USING (true);
CREATE POLICY desk_locks ON siaga.footage_lock FOR INSERT TO {desk} WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY keepers_release ON siaga.footage_lock FOR UPDATE TO {keepers}
    USING ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY readers_read ON siaga.evidence_export FOR SELECT TO {readers} USING (true);
CREATE POLICY desk_exports ON siaga.evidence_export FOR INSERT TO {desk}
    WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY readers_read ON siaga.evidence_span FOR SELECT TO {readers} USING (true);
CREATE POLICY desk_exports ON siaga.evidence_span FOR INSERT TO {desk}
    WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
DROP POLICY station_reads ON siaga.change;
CREATE POLICY station_reads ON siaga.change FOR SELECT TO {site}_station
    USING (kind IN ('camera', 'lease', 'sighting', 'station', 'alarm', 'alarm_rule', 'footage'));
