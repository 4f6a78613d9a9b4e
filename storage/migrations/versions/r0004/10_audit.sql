-- The audit as hash chains, one a subject: docs/design/audit.md says what the bytes are, storage/model/audit.py makes the
-- same. What is personal stands in them as a salted digest alone, so that it can be erased and the chain stays whole.
ALTER TABLE siaga.audit
    ADD COLUMN position integer NOT NULL DEFAULT 0,
    ADD COLUMN personal text[] NOT NULL DEFAULT '{}',  -- the names of the facts that `sealed` holds, beside `said`
    ADD COLUMN salt bytea,  -- goes with the words
    ADD COLUMN sealed bytea,
    ADD COLUMN digest bytea NOT NULL DEFAULT '';

-- A chain's head row is only taken under its subject's own row, so nobody ever waits for it.
CREATE TABLE siaga.audit_chain (
    subject text NOT NULL,
    subject_id uuid NOT NULL,
    length integer NOT NULL,
    last bigint NOT NULL,  -- the number of its last row
    head bytea NOT NULL,
    PRIMARY KEY (subject, subject_id)
) WITH (fillfactor = 80);

-- A row as a link of its chain. The bytes are jsonb's own text, which no setting of a session changes: every value in
-- it is text, whole number or such an object. A fact that is not known to be nobody's is taken as somebody's.
CREATE FUNCTION siaga.audit_linked(p_row siaga.audit, p_previous bytea) RETURNS siaga.audit
LANGUAGE plpgsql VOLATILE SET search_path = siaga, pg_temp AS $$
DECLARE
    v_held jsonb := p_row.facts - ARRAY[
        'act', 'active', 'agency', 'at', 'camera', 'cameras', 'category', 'channel', 'clock', 'crew', 'crew_state',
        'digest', 'due_at', 'enabled', 'erasure', 'exercise', 'expires_at', 'fields', 'folder', 'id', 'key_fingerprint',
        'kind', 'length_s', 'manifest_sha256', 'next_agency', 'nuisances', 'occupancy', 'priority', 'raised_at',
        'reports', 'role', 'rows', 'sha256', 'shift', 'side', 'since', 'speed', 'starts_at', 'state',
        'step', 'ticket', 'until', 'version'];
BEGIN
    p_row.personal := '{}';
    p_row.salt := NULL;
    p_row.sealed := NULL;
    IF v_held <> '{}' THEN
        p_row.personal := ARRAY(SELECT k FROM jsonb_object_keys(v_held) k ORDER BY k COLLATE "C");
    END IF;
    IF v_held <> '{}' OR p_row.said <> '' THEN
        p_row.salt := uuid_send(gen_random_uuid());
        p_row.sealed := sha256(p_row.salt || convert_to(jsonb_build_array(v_held, p_row.said)::text, 'UTF8'));
    END IF;
    p_row.digest := sha256(convert_to(jsonb_build_array(
        'siaga-audit-1', p_row.subject, p_row.subject_id, p_row.position, p_row.number, p_row.act, p_row.actor,
        (extract(epoch FROM p_row.at) * 1000000)::bigint, p_row.facts - p_row.personal, p_row.personal,
        encode(p_row.sealed, 'hex'), encode(p_previous, 'hex'))::text, 'UTF8'));
    RETURN p_row;
END $$;

CREATE FUNCTION siaga.audit_chains() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_chain audit_chain;
BEGIN
    IF NEW.subject = 'ticket' THEN  -- the one subject that others write about: its row first
        PERFORM FROM ticket WHERE id = NEW.subject_id FOR NO KEY UPDATE;
    END IF;
    LOOP
        SELECT * INTO v_chain FROM audit_chain c
            WHERE c.subject = NEW.subject AND c.subject_id = NEW.subject_id FOR UPDATE;
        IF NEW.number <= v_chain.last THEN  -- it waited for the chain, and another took a later number
            NEW.number := nextval('siaga.audit_number_seq');
        END IF;
        NEW.position := coalesce(v_chain.length, 0) + 1;
        NEW := audit_linked(NEW, coalesce(v_chain.head, ''));
        IF NEW.position > 1 THEN
            UPDATE audit_chain c SET length = NEW.position, last = NEW.number, head = NEW.digest
                WHERE c.subject = NEW.subject AND c.subject_id = NEW.subject_id;
        ELSE
            INSERT INTO audit_chain VALUES (NEW.subject, NEW.subject_id, 1, NEW.number, NEW.digest)
                ON CONFLICT DO NOTHING;
        END IF;
        EXIT WHEN FOUND;
    END LOOP;
    RETURN NEW;
END $$;

-- What is there already, as it is on this day.
DO $$
DECLARE
    v_row siaga.audit;
    v_before siaga.audit;
BEGIN
    FOR v_row IN SELECT * FROM siaga.audit ORDER BY subject, subject_id, number LOOP
        v_row.position := 1;
        IF (v_row.subject, v_row.subject_id) IS DISTINCT FROM (v_before.subject, v_before.subject_id) THEN
            IF v_before.subject IS NOT NULL THEN
                INSERT INTO siaga.audit_chain VALUES (
                    v_before.subject, v_before.subject_id, v_before.position, v_before.number, v_before.digest);
            END IF;
            v_before := NULL;
        ELSE
            v_row.position := v_before.position + 1;
        END IF;
        v_row := siaga.audit_linked(v_row, coalesce(v_before.digest, ''));
        UPDATE siaga.audit SET position = v_row.position, personal = v_row.personal, salt = v_row.salt,
            sealed = v_row.sealed, digest = v_row.digest WHERE number = v_row.number;
        v_before := v_row;
    END LOOP;
    IF v_before.subject IS NOT NULL THEN
        INSERT INTO siaga.audit_chain VALUES (
            v_before.subject, v_before.subject_id, v_before.position, v_before.number, v_before.digest);
    END IF;
END $$;

CREATE TRIGGER chains BEFORE INSERT ON siaga.audit FOR EACH ROW EXECUTE FUNCTION siaga.audit_chains();
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON siaga.audit FOR EACH STATEMENT EXECUTE FUNCTION siaga.stays();

-- An update takes words away and nothing else; the verifier wants each such row named by an erasing.
CREATE FUNCTION siaga.audit_loses_words() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
DECLARE
    v_left audit := OLD;
BEGIN
    v_left.salt := NULL;
    v_left.said := '';
    v_left.facts := OLD.facts - OLD.personal;
    IF OLD.salt IS NULL OR NEW IS DISTINCT FROM v_left THEN
        RAISE EXCEPTION 'audit is written once and stays' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER loses_words BEFORE UPDATE ON siaga.audit
    FOR EACH ROW EXECUTE FUNCTION siaga.audit_loses_words();

-- Heads over all chains, signed by a station's key and kept outside too. The server keeps what it is given: whoever
-- checks has the fingerprint from paper.
CREATE TABLE siaga.audit_head (
    id uuid PRIMARY KEY,
    taken_at timestamptz NOT NULL CHECK (taken_at >= '0001-01-02 00:00+00' AND taken_at < '9999-12-31 00:00+00'),
    last bigint NOT NULL CHECK (last >= 0),
    rows bigint NOT NULL CHECK (rows >= 0),
    digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    public_key text NOT NULL CHECK (public_key ~ '^[0-9a-f]{64}$'),
    signature text NOT NULL CHECK (signature ~ '^[0-9a-f]{128}$'),
    kept_by text NOT NULL DEFAULT session_user,
    kept_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX audit_head_last ON siaga.audit_head (last);
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON siaga.audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.stays();

-- Goes on from a digest over the rows up to a number, over at most so many more whose transactions have all ended, in
-- the order of their numbers. A transaction has its own number before the rows that it writes have theirs: so once
-- every older one has ended, no row up to what the sequence had given can still come.
CREATE FUNCTION siaga.audit_rolled(
    p_last bigint, p_rows bigint, p_digest bytea, p_most integer,
    OUT last bigint, OUT rows bigint, OUT digest bytea, OUT at timestamptz
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_given bigint := (SELECT CASE WHEN s.is_called THEN s.last_value ELSE 0 END FROM audit_number_seq s);
    v_me xid8 := pg_current_xact_id();
    v_patience timestamptz := clock_timestamp() + interval '1 second';
    v_row record;
BEGIN
    IF coalesce(my_role(), '') NOT IN ('operator', 'supervisor', 'administrator', 'station') THEN
        RAISE EXCEPTION '% may not take a head of the audit', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    WHILE pg_snapshot_xmin(pg_current_snapshot()) < v_me LOOP
        IF clock_timestamp() > v_patience THEN
            RAISE EXCEPTION 'a transaction does not end' USING ERRCODE = 'lock_not_available';
        END IF;
        PERFORM pg_sleep(0.01);
    END LOOP;
    last := p_last;
    rows := p_rows;
    digest := p_digest;
    at := clock_timestamp();
    FOR v_row IN
        SELECT a.number, a.digest FROM audit a WHERE a.number > p_last AND a.number <= v_given
        ORDER BY a.number LIMIT p_most
    LOOP
        digest := sha256(digest || int8send(v_row.number) || v_row.digest);
        rows := rows + 1;
        last := v_row.number;
    END LOOP;
END $$;

-- A camera's picture that was saved as a file has left the record: who did it stays. Twice is once.
CREATE FUNCTION siaga.note_saved_still(p_id uuid, p_camera uuid, p_at timestamptz, p_sha256 text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_number integer := (SELECT number FROM camera WHERE id = p_camera);
BEGIN
    IF coalesce(my_role(), '') NOT IN ('operator', 'supervisor', 'administrator', 'auditor', 'agency') THEN
        RAISE EXCEPTION '% may not save pictures', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF v_number IS NULL THEN
        RAISE EXCEPTION 'no such camera' USING ERRCODE = 'SG002', COLUMN = 'camera';
    END IF;
    IF p_sha256 !~ '^([0-9a-f]{64})?$' THEN
        RAISE EXCEPTION 'not a digest' USING ERRCODE = 'SG002', COLUMN = 'still';
    END IF;
    PERFORM write_audit('saved_still', p_id, 'save', jsonb_build_object(
        'camera', v_number, 'sha256', nullif(p_sha256, ''),
        'at', to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')), '');
END $$;

GRANT SELECT ON siaga.audit_chain TO {site}_administrator, {site}_auditor;
GRANT SELECT ON siaga.audit_head TO {readers}, {site}_station;
GRANT INSERT (id, taken_at, last, rows, digest, public_key, signature) ON siaga.audit_head TO {movers}, {site}_station;
GRANT EXECUTE ON FUNCTION siaga.audit_rolled TO {movers}, {site}_station;
GRANT EXECUTE ON FUNCTION siaga.note_saved_still TO {readers}, {site}_agency;
GRANT INSERT (key, kind) ON siaga.command TO {site}_auditor;  -- whose one command that is

ALTER TABLE siaga.audit_chain ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.audit_head ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditors_read ON siaga.audit_chain FOR SELECT TO {site}_administrator, {site}_auditor USING (true);
CREATE POLICY readers_read ON siaga.audit_head FOR SELECT TO {readers}, {site}_station USING (true);
CREATE POLICY takers_keep ON siaga.audit_head FOR INSERT TO {movers}, {site}_station
    WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
