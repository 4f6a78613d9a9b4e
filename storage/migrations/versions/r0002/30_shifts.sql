-- The shift's people and papers. Who and when is always the server's word; what is written in the log book and what
-- both sides have signed is never changed or deleted, by nobody.
-- The years are those that every client can read: one row of the year 10000 would end all lists that it stands in.
CREATE TABLE siaga.shift_sign_in (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES siaga.person (id),
    shift_name text NOT NULL CHECK (shift_name ~ '\S' AND length(shift_name) <= 60),
    shift_starts_at timestamptz NOT NULL,
    shift_ends_at timestamptz NOT NULL,
    signed_in_at timestamptz NOT NULL DEFAULT now(),
    signed_out_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT shift_sign_in_span_check CHECK (
        shift_ends_at > shift_starts_at AND shift_ends_at - shift_starts_at <= interval '24 hours'
        AND shift_starts_at >= '0001-01-02 00:00+00' AND shift_ends_at < '9999-12-31 00:00+00')
);
CREATE UNIQUE INDEX shift_sign_in_open ON siaga.shift_sign_in (person_id) WHERE signed_out_at IS NULL;
CREATE INDEX shift_sign_in_at ON siaga.shift_sign_in (signed_in_at);

CREATE TABLE siaga.log_entry (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    person_id uuid NOT NULL REFERENCES siaga.person (id),
    text text NOT NULL CHECK (text ~ '\S' AND length(text) <= 2000),
    ticket_id uuid REFERENCES siaga.ticket (id)
);
CREATE INDEX log_entry_at ON siaga.log_entry (at);

CREATE TABLE siaga.handover (
    id uuid PRIMARY KEY,
    shift_name text NOT NULL CHECK (shift_name ~ '\S' AND length(shift_name) <= 60),
    shift_starts_at timestamptz NOT NULL,
    shift_ends_at timestamptz NOT NULL,
    content text NOT NULL CHECK (octet_length(content) BETWEEN 2 AND 1048576),
    digest text NOT NULL,
    prepared_at timestamptz NOT NULL DEFAULT now(),
    prepared_by uuid NOT NULL REFERENCES siaga.person (id),
    CONSTRAINT handover_span_check CHECK (
        shift_ends_at > shift_starts_at AND shift_ends_at - shift_starts_at <= interval '24 hours'
        AND shift_starts_at >= '0001-01-02 00:00+00' AND shift_ends_at < '9999-12-31 00:00+00')
);
CREATE INDEX handover_prepared ON siaga.handover (prepared_at);
CREATE INDEX handover_shift ON siaga.handover (shift_starts_at, shift_name);

CREATE TABLE siaga.handover_signature (
    handover_id uuid NOT NULL REFERENCES siaga.handover (id),
    side text NOT NULL CHECK (side IN ('outgoing', 'incoming')),
    person_id uuid NOT NULL REFERENCES siaga.person (id),
    digest text NOT NULL,  -- what was signed; a signature stands on its own
    at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL,  -- the handover's, for the feed: prepared is 1
    PRIMARY KEY (handover_id, side),
    CONSTRAINT handover_signature_person UNIQUE (handover_id, person_id)
);

CREATE FUNCTION siaga.assert_desk(p_what text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_role text := my_role();
BEGIN
    IF v_role IS NULL OR v_role NOT IN ('operator', 'supervisor') THEN
        RAISE EXCEPTION '% may not %', session_user, p_what USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

-- Twice is one sign-in; another shift ends the former. The person's row is held, so that two desks take turns.
CREATE FUNCTION siaga.shift_begins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_desk('sign in to a shift');
    NEW.person_id := my_person_id();
    NEW.signed_in_at := now();
    NEW.signed_out_at := NULL;
    NEW.version := 1;
    PERFORM FROM person WHERE id = NEW.person_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM shift_sign_in s WHERE s.person_id = NEW.person_id AND s.signed_out_at IS NULL
            AND (s.shift_name, s.shift_starts_at) = (NEW.shift_name, NEW.shift_starts_at)
    ) THEN
        RETURN NULL;
    END IF;
    UPDATE shift_sign_in SET signed_out_at = now() WHERE person_id = NEW.person_id AND signed_out_at IS NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER begins BEFORE INSERT ON siaga.shift_sign_in FOR EACH ROW EXECUTE FUNCTION siaga.shift_begins();

CREATE FUNCTION siaga.shift_ends() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_desk('sign out of a shift');
    IF OLD.signed_out_at IS NOT NULL OR OLD.person_id <> my_person_id() THEN
        RAISE EXCEPTION 'only a running sign-in of one''s own ends' USING ERRCODE = 'insufficient_privilege';
    END IF;
    NEW := OLD;
    NEW.signed_out_at := now();
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER ends BEFORE UPDATE ON siaga.shift_sign_in FOR EACH ROW EXECUTE FUNCTION siaga.shift_ends();

CREATE FUNCTION siaga.log_entry_arrives() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_desk('write in the log book');
    NEW.person_id := my_person_id();
    NEW.at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER arrives BEFORE INSERT ON siaga.log_entry FOR EACH ROW EXECUTE FUNCTION siaga.log_entry_arrives();

CREATE FUNCTION siaga.handover_arrives() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_desk('prepare a handover');
    BEGIN
        PERFORM NEW.content::json;
    EXCEPTION WHEN data_exception THEN
        RAISE EXCEPTION 'a handover is JSON' USING ERRCODE = 'SG002', COLUMN = 'content';
    END;
    -- Held before the look, here and where it is signed, so that the last signature and a new paper take turns.
    PERFORM FROM site FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM handover h
        WHERE (h.shift_starts_at, h.shift_name) = (NEW.shift_starts_at, NEW.shift_name)
            AND 2 = (SELECT count(*) FROM handover_signature s WHERE s.handover_id = h.id)
    ) THEN
        RAISE EXCEPTION 'this shift is handed over' USING ERRCODE = 'unique_violation', COLUMN = 'handover';
    END IF;
    NEW.digest := encode(sha256(convert_to(NEW.content, 'UTF8')), 'hex');
    NEW.prepared_by := my_person_id();
    NEW.prepared_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER arrives BEFORE INSERT ON siaga.handover FOR EACH ROW EXECUTE FUNCTION siaga.handover_arrives();

-- The outgoing side first, the incoming side another person, and both the digest that stands: that of the handover
-- prepared last for the shift. The handover's row is held, so that two signatures take turns.
CREATE FUNCTION siaga.signature_arrives() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_handover handover;
BEGIN
    PERFORM assert_desk('sign a handover');
    PERFORM FROM site FOR NO KEY UPDATE;
    SELECT * INTO v_handover FROM handover WHERE id = NEW.handover_id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such handover' USING ERRCODE = 'foreign_key_violation', COLUMN = 'handover';
    END IF;
    NEW.person_id := my_person_id();
    NEW.at := now();
    NEW.version := CASE WHEN NEW.side = 'outgoing' THEN 2 ELSE 3 END;
    IF EXISTS (SELECT FROM handover_signature s WHERE s.handover_id = NEW.handover_id AND s.side = NEW.side) THEN
        RAISE EXCEPTION 'this side has signed' USING ERRCODE = 'unique_violation', COLUMN = 'side';
    END IF;
    IF NEW.digest <> v_handover.digest OR EXISTS (
        SELECT FROM handover h
        WHERE (h.shift_starts_at, h.shift_name) = (v_handover.shift_starts_at, v_handover.shift_name)
            AND (h.prepared_at, h.id) > (v_handover.prepared_at, v_handover.id)
    ) THEN
        RAISE EXCEPTION 'another content stands' USING ERRCODE = 'SG003';
    END IF;
    IF NEW.side = 'incoming' AND NOT EXISTS (
        SELECT FROM handover_signature s WHERE s.handover_id = NEW.handover_id AND s.side = 'outgoing'
    ) THEN
        RAISE EXCEPTION 'the outgoing side signs first' USING ERRCODE = 'SG002', COLUMN = 'side';
    END IF;
    IF EXISTS (
        SELECT FROM handover_signature s WHERE s.handover_id = NEW.handover_id AND s.person_id = NEW.person_id
    ) THEN
        RAISE EXCEPTION 'nobody hands over to themselves' USING ERRCODE = 'SG002', COLUMN = 'signer';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER arrives BEFORE INSERT ON siaga.handover_signature
    FOR EACH ROW EXECUTE FUNCTION siaga.signature_arrives();

CREATE FUNCTION siaga.stays() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is written once and stays', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON siaga.log_entry
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.stays();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON siaga.handover
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.stays();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON siaga.handover_signature
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.stays();

-- The papers themselves hold the words; the audit says who did what with which.
CREATE FUNCTION siaga.shift_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_row jsonb := to_jsonb(NEW);
    v_act text := CASE
        WHEN TG_TABLE_NAME = 'shift_sign_in' AND TG_OP = 'INSERT' THEN 'sign_in'
        WHEN TG_TABLE_NAME = 'shift_sign_in' THEN 'sign_out'
        WHEN TG_TABLE_NAME = 'log_entry' THEN 'log'
        WHEN TG_TABLE_NAME = 'handover' THEN 'prepare_handover'
        ELSE 'sign_handover' END;
BEGIN
    PERFORM write_audit('shift', coalesce(v_row ->> 'handover_id', v_row ->> 'id')::uuid, v_act, jsonb_build_object(
        'shift', v_row ->> 'shift_name', 'starts_at', v_row ->> 'shift_starts_at', 'ticket', v_row ->> 'ticket_id',
        'side', v_row ->> 'side', 'digest', v_row ->> 'digest'
    ), '');
    RETURN NULL;
END $$;
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON siaga.shift_sign_in
    FOR EACH ROW EXECUTE FUNCTION siaga.shift_audit();
CREATE TRIGGER audit AFTER INSERT ON siaga.log_entry FOR EACH ROW EXECUTE FUNCTION siaga.shift_audit();
CREATE TRIGGER audit AFTER INSERT ON siaga.handover FOR EACH ROW EXECUTE FUNCTION siaga.shift_audit();
CREATE TRIGGER audit AFTER INSERT ON siaga.handover_signature FOR EACH ROW EXECUTE FUNCTION siaga.shift_audit();

CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.shift_sign_in
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('shift', 'id');
CREATE CONSTRAINT TRIGGER feed AFTER INSERT ON siaga.log_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('shift', 'id');
CREATE CONSTRAINT TRIGGER feed AFTER INSERT ON siaga.handover
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('shift', 'id');
CREATE CONSTRAINT TRIGGER feed AFTER INSERT ON siaga.handover_signature
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('shift', 'handover_id');

GRANT SELECT ON siaga.shift_sign_in, siaga.log_entry, siaga.handover, siaga.handover_signature
    TO {site}_operator, {site}_supervisor, {site}_administrator, {site}_auditor;
GRANT INSERT (id, shift_name, shift_starts_at, shift_ends_at), UPDATE (signed_out_at)
    ON siaga.shift_sign_in TO {desk};
GRANT INSERT (id, text, ticket_id) ON siaga.log_entry TO {desk};
GRANT INSERT (id, shift_name, shift_starts_at, shift_ends_at, content) ON siaga.handover TO {desk};
GRANT INSERT (handover_id, side, digest) ON siaga.handover_signature TO {desk};
