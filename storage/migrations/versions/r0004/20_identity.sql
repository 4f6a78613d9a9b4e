-- Who reported in confidence stands in a table that nobody reads: no grant, no policy. Its seal is lifted by two, for a
-- while, for one. SQLSTATE SG007: the seal is shut again. Tickets are held before their reports' seals.
ALTER TABLE siaga.report
    ADD COLUMN openness text NOT NULL DEFAULT 'open' CHECK (openness IN ('open', 'confidential', 'anonymous')),
    ADD CONSTRAINT report_sealed_check
        CHECK (openness = 'open' OR (caller_name, caller_number, number_key) = ('', '', ''));

-- Written by seal_identity alone, which looks before it writes: a constraint that fails would show the row it failed on,
-- to the caller and in the server's log.
CREATE TABLE siaga.identity (
    report_id uuid PRIMARY KEY REFERENCES siaga.report (id),
    name text NOT NULL,
    number text NOT NULL,
    contact text NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE siaga.unsealing (
    id uuid PRIMARY KEY,
    report_id uuid NOT NULL REFERENCES siaga.report (id),
    ticket_id uuid NOT NULL REFERENCES siaga.ticket (id),
    reason text NOT NULL CHECK (length(reason) <= 500),
    asked_by text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    decided_by text,
    decided_at timestamptz,
    granted boolean,
    said text NOT NULL DEFAULT '' CHECK (length(said) <= 500),
    until timestamptz,
    -- The last reading that was written down, and the transaction that did.
    read_at timestamptz,
    read_in xid8,
    readings integer NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 1,
    CHECK (num_nulls(decided_by, decided_at, granted) IN (0, 3)),
    CHECK (coalesce(granted, false) = (until IS NOT NULL)),
    CHECK (granted IS NOT TRUE OR decided_by <> asked_by)
);
CREATE UNIQUE INDEX unsealing_pending ON siaga.unsealing (report_id, asked_by) WHERE decided_at IS NULL;
CREATE INDEX unsealing_ticket ON siaga.unsealing (ticket_id, asked_at);
CREATE INDEX unsealing_report ON siaga.unsealing (report_id);

-- Who brings a confidential report in seals it in the same transaction, and never again.
CREATE FUNCTION siaga.seal_identity(p_report uuid, p_name text, p_number text, p_contact text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_wrong text := CASE
        WHEN length(p_name) > 120 THEN 'caller_name'
        WHEN length(p_number) > 40 THEN 'caller_number'
        WHEN length(p_contact) > 200 THEN 'contact' END;
BEGIN
    IF coalesce(my_role(), '') NOT IN ('operator', 'supervisor', 'intake') OR NOT EXISTS (
        SELECT FROM report r WHERE r.id = p_report AND r.openness = 'confidential'
            AND r.received_by = session_user AND r.received_at = now()
    ) OR EXISTS (SELECT FROM identity i WHERE i.report_id = p_report) THEN
        RAISE EXCEPTION '% may not seal this', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF v_wrong IS NOT NULL THEN
        RAISE EXCEPTION 'too long' USING ERRCODE = 'SG002', COLUMN = v_wrong;
    END IF;
    INSERT INTO identity (report_id, name, number, contact)
        VALUES (p_report, coalesce(p_name, ''), coalesce(p_number, ''), coalesce(p_contact, ''));
END $$;

CREATE FUNCTION siaga.assert_reason(p_reason text) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = siaga, pg_temp AS $$
BEGIN
    IF coalesce(p_reason, '') !~ '\S' OR length(p_reason) > 500 THEN
        RAISE EXCEPTION 'a reason is needed' USING ERRCODE = 'SG002', COLUMN = 'reason';
    END IF;
END $$;

CREATE FUNCTION siaga.ask_unsealing(p_id uuid, p_report uuid, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_ticket uuid := (SELECT r.ticket_id FROM report r JOIN identity i ON i.report_id = r.id WHERE r.id = p_report);
BEGIN
    PERFORM assert_desk('ask for a seal to be lifted');
    PERFORM assert_reason(p_reason);
    IF v_ticket IS NULL THEN
        RAISE EXCEPTION 'nothing is sealed there' USING ERRCODE = 'SG002', COLUMN = 'seal';
    END IF;
    PERFORM FROM ticket WHERE id = v_ticket FOR UPDATE;
    INSERT INTO unsealing (id, report_id, ticket_id, reason, asked_by)
        VALUES (p_id, p_report, v_ticket, p_reason, session_user);
    PERFORM write_audit('ticket', v_ticket, 'ask_unsealing', jsonb_build_object('id', p_id), p_reason);
END $$;

-- The row, held after its ticket's.
CREATE FUNCTION siaga.hold_unsealing(p_id uuid) RETURNS siaga.unsealing
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
DECLARE
    v_asked unsealing;
BEGIN
    PERFORM FROM ticket WHERE id = (SELECT ticket_id FROM unsealing WHERE id = p_id) FOR UPDATE;
    SELECT * INTO v_asked FROM unsealing WHERE id = p_id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody asked for this' USING ERRCODE = 'SG002', COLUMN = 'seal';
    END IF;
    RETURN v_asked;
END $$;

CREATE FUNCTION siaga.decide_unsealing(p_id uuid, p_grant boolean, p_said text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_asked unsealing;
    v_granted boolean := coalesce(p_grant, false);
    v_until timestamptz := CASE WHEN p_grant THEN clock_timestamp() + interval '30 minutes' END;
BEGIN
    IF my_role() IS DISTINCT FROM 'supervisor' THEN
        RAISE EXCEPTION '% may not lift a seal', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    v_asked := hold_unsealing(p_id);
    IF v_asked.asked_by = session_user THEN
        RAISE EXCEPTION 'lifting a seal takes two' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF v_asked.decided_at IS NOT NULL THEN
        RAISE EXCEPTION 'it was decided before' USING ERRCODE = 'SG003';
    END IF;
    IF NOT v_granted OR p_said <> '' THEN
        PERFORM assert_reason(p_said);
    END IF;
    UPDATE unsealing SET decided_by = session_user, decided_at = now(), granted = v_granted, until = v_until,
        said = coalesce(p_said, ''), version = version + 1 WHERE id = p_id;
    PERFORM write_audit('ticket', v_asked.ticket_id, CASE WHEN v_granted THEN 'grant_unsealing' ELSE 'refuse_unsealing' END,
        jsonb_build_object('id', p_id, 'until', to_char(v_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')),
        coalesce(p_said, ''));
END $$;

-- Whether whoever asks may read by this now.
CREATE FUNCTION siaga.assert_unsealed(p_asked siaga.unsealing) RETURNS void
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_desk('read who is sealed');
    IF p_asked.asked_by IS DISTINCT FROM session_user OR p_asked.granted IS NOT TRUE THEN
        RAISE EXCEPTION 'this seal is not lifted for %', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF p_asked.until <= clock_timestamp() THEN
        RAISE EXCEPTION 'this seal is shut again' USING ERRCODE = 'SG007';
    END IF;
END $$;

-- A reading is written down first, in a transaction that has ended before anything is shown: what is read and rolled
-- back would leave no trace.
CREATE FUNCTION siaga.open_identity(p_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_asked unsealing;
BEGIN
    PERFORM assert_desk('read who is sealed');
    v_asked := hold_unsealing(p_id);
    PERFORM assert_unsealed(v_asked);
    UPDATE unsealing SET read_at = clock_timestamp(), read_in = pg_current_xact_id(), readings = readings + 1,
        version = version + 1 WHERE id = p_id;
    PERFORM write_audit('ticket', v_asked.ticket_id, 'read_identity', jsonb_build_object('id', p_id), '');
END $$;

CREATE FUNCTION siaga.sealed_identity(p_id uuid) RETURNS TABLE (name text, number text, contact text, until timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_asked unsealing;
BEGIN
    SELECT * INTO v_asked FROM unsealing u WHERE u.id = p_id;
    PERFORM assert_unsealed(v_asked);
    IF v_asked.read_at IS NULL OR v_asked.read_in = pg_current_xact_id_if_assigned()
        OR v_asked.read_at < clock_timestamp() - interval '1 minute' THEN
        RAISE EXCEPTION 'a reading is written down first' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT i.name, i.number, i.contact, v_asked.until FROM identity i
        WHERE i.report_id = v_asked.report_id;
END $$;

-- Erasing takes the sealed as it takes the open (11_erasure.sql): the identity, what stands of its seal, and the words
-- of audit rows that go.
CREATE FUNCTION siaga.identity_erased() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    UPDATE unsealing SET reason = '', said = '', version = version + 1,
        until = CASE WHEN granted THEN least(until, now()) END, granted = coalesce(granted, false),
        decided_by = coalesce(decided_by, session_user), decided_at = coalesce(decided_at, now())
        WHERE report_id = ANY (NEW.report_ids);
    DELETE FROM identity WHERE report_id = ANY (NEW.report_ids);
    UPDATE unsealing u SET reason = '', version = u.version + 1 FROM audit a
        WHERE a.number = ANY (NEW.audit_numbers) AND a.subject = 'ticket' AND a.act = 'ask_unsealing'
            AND u.id = (a.facts ->> 'id')::uuid;
    UPDATE unsealing u SET said = '', version = u.version + 1 FROM audit a
        WHERE a.number = ANY (NEW.audit_numbers) AND a.subject = 'ticket'
            AND a.act IN ('grant_unsealing', 'refuse_unsealing') AND u.id = (a.facts ->> 'id')::uuid;
    RETURN NULL;
END $$;
CREATE TRIGGER identity_erased AFTER UPDATE ON siaga.erasure FOR EACH ROW
    WHEN (OLD.carried_out_at IS NULL AND NEW.carried_out_at IS NOT NULL)
    EXECUTE FUNCTION siaga.identity_erased();

CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.unsealing
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('identity', 'id');

GRANT INSERT (openness) ON siaga.report TO {desk}, {site}_intake;
GRANT SELECT ON siaga.unsealing TO {desk}, {site}_auditor;
GRANT EXECUTE ON FUNCTION siaga.seal_identity TO {desk}, {site}_intake;
GRANT EXECUTE ON FUNCTION siaga.ask_unsealing, siaga.open_identity, siaga.sealed_identity TO {desk};
GRANT EXECUTE ON FUNCTION siaga.decide_unsealing TO {site}_supervisor;

ALTER TABLE siaga.identity ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.unsealing ENABLE ROW LEVEL SECURITY;
CREATE POLICY desk_reads ON siaga.unsealing FOR SELECT TO {desk}, {site}_auditor USING (true);
-- Why a seal is to be lifted is the house's business: a ticket's timeline does not tell an agency or the wall.
CREATE POLICY seals_are_the_houses ON siaga.audit AS RESTRICTIVE FOR SELECT TO {site}_agency, {site}_wall
    USING (act NOT IN ('ask_unsealing', 'grant_unsealing', 'refuse_unsealing', 'read_identity'));
CREATE POLICY seals_are_the_houses ON siaga.change AS RESTRICTIVE FOR SELECT TO {site}_wall USING (kind <> 'identity');
