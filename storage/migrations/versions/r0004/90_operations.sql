-- Operating the record: messages out, what the backup says of itself, and the administrator who stays.

-- A message is written in the transaction that it tells of, by triggers alone. It names rows and holds nothing of a
-- person: whom it goes to is looked up when it is taken, so an erased number is never told.
CREATE TABLE siaga.outbox (
    id uuid PRIMARY KEY,  -- stays over every try: whoever gets it twice can tell
    kind text NOT NULL CHECK (kind IN ('report_received', 'report_state', 'dispatch')),
    ticket_id uuid NOT NULL REFERENCES siaga.ticket (id),
    report_id uuid REFERENCES siaga.report (id),
    agency_id uuid REFERENCES siaga.agency (id),
    ticket_state text NOT NULL,
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'claimed', 'sent', 'failed', 'unknown', 'expired')),
    outcome text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'sent', 'failed', 'unknown', 'refused', 'no_address')),
    attempts integer NOT NULL DEFAULT 0,
    written_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    claim uuid,
    claimed_by text NOT NULL DEFAULT '',
    claimed_until timestamptz,
    settled_at timestamptz,
    CHECK ((kind = 'dispatch') = (agency_id IS NOT NULL)),
    CHECK ((kind = 'dispatch') = (report_id IS NULL))
);
CREATE INDEX outbox_due ON siaga.outbox (due_at) WHERE state IN ('waiting', 'claimed');
CREATE INDEX outbox_report ON siaga.outbox (report_id) WHERE report_id IS NOT NULL;

-- Nobody is told a day later that somebody listens, nor an agency an hour later that it is called. An exercise stays in
-- the house.
CREATE FUNCTION siaga.write_message(
    p_kind text, p_ticket siaga.ticket, p_state text, p_report uuid, p_agency uuid
) RETURNS void
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    IF p_ticket.exercise THEN
        RETURN;
    END IF;
    INSERT INTO outbox (id, kind, ticket_id, report_id, agency_id, ticket_state, expires_at) VALUES (
        gen_random_uuid(), p_kind, p_ticket.id, p_report, p_agency, p_state,
        now() + CASE p_kind WHEN 'dispatch' THEN interval '1 hour' ELSE interval '1 day' END);
END $$;

CREATE FUNCTION siaga.report_told() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM write_message('report_received', t, t.state, NEW.id, NULL) FROM ticket t WHERE t.id = NEW.ticket_id;
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT ON siaga.report FOR EACH ROW
    WHEN (NEW.number_key <> '') EXECUTE FUNCTION siaga.report_told();

-- Who reported a duplicate hears of the ticket that is worked on, under the number that they were given.
CREATE FUNCTION siaga.state_told() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM write_message('report_state', t, NEW.state, r.id, NULL) FROM report r JOIN ticket t ON t.id = r.ticket_id
        WHERE (t.id = NEW.id OR t.duplicate_of = NEW.id) AND r.number_key <> '' ORDER BY r.received_at, r.id;
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER UPDATE ON siaga.ticket FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION siaga.state_told();

CREATE FUNCTION siaga.dispatch_told() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM write_message('dispatch', t, t.state, NULL, NEW.agency_id) FROM ticket t WHERE t.id = NEW.ticket_id;
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT ON siaga.assignment FOR EACH ROW EXECUTE FUNCTION siaga.dispatch_told();

-- Where a message goes now: the caller's own number, or the first contact of the agency that has a telephone.
CREATE FUNCTION siaga.message_address(p_report uuid, p_agency uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = siaga, pg_temp
BEGIN ATOMIC
    SELECT coalesce((SELECT r.number_key FROM siaga.report r WHERE r.id = p_report), (
        SELECT c.phone FROM siaga.contact c WHERE c.agency_id = p_agency AND c.active AND c.phone <> ''
        ORDER BY c.position, c.name, c.id LIMIT 1), '');
END;

CREATE FUNCTION siaga.message_settled(p_message siaga.outbox) RETURNS void
LANGUAGE sql SET search_path = siaga, pg_temp
BEGIN ATOMIC
    SELECT siaga.write_audit('message', p_message.id, p_message.state, jsonb_build_object(
        'kind', p_message.kind, 'ticket', (SELECT t.number FROM siaga.ticket t WHERE t.id = p_message.ticket_id)), '');
END;

-- The notifier's two functions are its whole right. What is taken is another's after p_seconds without a word: whether
-- it went out is then unknown, and it goes again under its old id.
CREATE FUNCTION siaga.claim_messages(p_most integer, p_seconds double precision) RETURNS TABLE (
    id uuid, claim uuid, kind text, ticket_number text, category text, ticket_state text, agency text, address text,
    attempt integer, written_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz := clock_timestamp();
    v_late outbox;
BEGIN
    IF NOT p_most BETWEEN 1 AND 500 OR NOT p_seconds BETWEEN 0.1 AND 3600 THEN
        RAISE EXCEPTION 'so many, or for so long, is not taken' USING ERRCODE = 'SG002', COLUMN = 'message';
    END IF;
    FOR v_late IN
        SELECT * FROM outbox o WHERE o.state IN ('waiting', 'claimed') AND o.expires_at <= v_now
            AND (o.state = 'waiting' OR o.claimed_until <= v_now)
        ORDER BY o.due_at LIMIT p_most FOR UPDATE SKIP LOCKED
    LOOP
        v_late.state := CASE WHEN v_late.state = 'claimed' OR v_late.outcome = 'unknown' THEN 'unknown' ELSE 'expired' END;
        UPDATE outbox o SET state = v_late.state, settled_at = v_now WHERE o.id = v_late.id;
        PERFORM message_settled(v_late);
    END LOOP;
    RETURN QUERY
    WITH due AS (
        SELECT o.id, message_address(o.report_id, o.agency_id) AS address FROM outbox o
        WHERE o.state IN ('waiting', 'claimed') AND o.due_at <= v_now AND o.expires_at > v_now
            AND (o.state = 'waiting' OR o.claimed_until <= v_now)
        ORDER BY o.due_at, o.id LIMIT p_most FOR UPDATE OF o SKIP LOCKED
    ), taken AS (
        UPDATE outbox o SET
            state = CASE WHEN d.address = '' THEN 'failed' ELSE 'claimed' END,
            outcome = CASE WHEN d.address = '' THEN 'no_address' WHEN o.state = 'claimed' THEN 'unknown'
                ELSE o.outcome END,
            attempts = o.attempts + CASE WHEN d.address = '' THEN 0 ELSE 1 END,
            claim = gen_random_uuid(), claimed_by = session_user,
            claimed_until = v_now + make_interval(secs => p_seconds),
            settled_at = CASE WHEN d.address = '' THEN v_now END
        FROM due d WHERE o.id = d.id RETURNING o.*, d.address
    )
    SELECT m.id, m.claim, m.kind, t.number, t.category, m.ticket_state, coalesce(a.code, ''), m.address, m.attempts,
        m.written_at
    FROM taken m JOIN ticket t ON t.id = m.ticket_id LEFT JOIN agency a ON a.id = m.agency_id
    WHERE m.address <> '' ORDER BY m.written_at, m.id;
END $$;

-- sent and refused end it; failed and unknown are tried again, later each time, six times or until it is too late.
-- Said again under the same claim it changes nothing; under a claim that another has taken over it is stale.
CREATE FUNCTION siaga.settle_message(p_id uuid, p_claim uuid, p_outcome text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_message outbox;
    v_waits interval[] := ARRAY['30 seconds', '2 minutes', '10 minutes', '30 minutes', '2 hours'];
BEGIN
    IF p_outcome IS NULL OR p_outcome NOT IN ('sent', 'failed', 'unknown', 'refused') THEN
        RAISE EXCEPTION 'not an outcome: %', p_outcome USING ERRCODE = 'SG002', COLUMN = 'message';
    END IF;
    SELECT * INTO v_message FROM outbox WHERE id = p_id FOR UPDATE;
    IF v_message.claim IS DISTINCT FROM p_claim OR p_claim IS NULL THEN
        RAISE EXCEPTION 'another has taken it' USING ERRCODE = 'SG003';
    END IF;
    IF v_message.state <> 'claimed' THEN
        RETURN v_message.state;
    END IF;
    v_message.outcome := p_outcome;
    v_message.due_at := clock_timestamp() + v_waits[v_message.attempts];
    v_message.state := CASE
        WHEN p_outcome = 'sent' THEN 'sent'
        WHEN p_outcome = 'refused' THEN 'failed'
        WHEN v_message.due_at < v_message.expires_at THEN 'waiting'
        ELSE p_outcome END;
    UPDATE outbox SET state = v_message.state, outcome = p_outcome,
        due_at = CASE WHEN v_message.state = 'waiting' THEN v_message.due_at ELSE due_at END,
        settled_at = CASE WHEN v_message.state <> 'waiting' THEN clock_timestamp() END WHERE id = p_id;
    IF v_message.state <> 'waiting' THEN
        PERFORM message_settled(v_message);
    END IF;
    RETURN v_message.state;
END $$;

-- What the backup says of itself, so that whoever looks knows how old the last one is.
CREATE TABLE siaga.backup (
    id uuid PRIMARY KEY,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes bigint NOT NULL CHECK (bytes > 0),
    revision text NOT NULL,
    made_by text NOT NULL DEFAULT session_user,
    made_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX backup_made ON siaga.backup (made_at);

CREATE FUNCTION siaga.note_backup(p_id uuid, p_sha256 text, p_bytes bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    INSERT INTO backup (id, sha256, bytes, revision)
        VALUES (p_id, p_sha256, p_bytes, (SELECT version_num FROM alembic_version));
    PERFORM write_audit('backup', p_id, 'make', jsonb_build_object('sha256', p_sha256), '');
END $$;

-- Two administrators who disable each other would leave none: whoever takes one away holds the site's row, and looks.
CREATE FUNCTION siaga.an_administrator_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM FROM site FOR UPDATE;
    IF NOT EXISTS (SELECT FROM person WHERE role = 'administrator' AND active AND id <> OLD.id) THEN
        RAISE EXCEPTION 'the last administrator stays' USING ERRCODE = 'SG002', COLUMN = 'administrator';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER an_administrator_stays BEFORE UPDATE ON siaga.person FOR EACH ROW
    WHEN (OLD.role = 'administrator' AND OLD.active AND (NEW.role <> 'administrator' OR NOT NEW.active))
    EXECUTE FUNCTION siaga.an_administrator_stays();

GRANT USAGE ON SCHEMA siaga TO {site}_notifier, {site}_backup;
GRANT SELECT ON siaga.alembic_version TO {site}_notifier;
GRANT EXECUTE ON FUNCTION siaga.claim_messages, siaga.settle_message TO {site}_notifier;
GRANT EXECUTE ON FUNCTION siaga.note_backup TO {site}_backup;
GRANT SELECT ON siaga.backup TO {readers};

ALTER TABLE siaga.outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.backup ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers_read ON siaga.backup FOR SELECT TO {readers} USING (true);
