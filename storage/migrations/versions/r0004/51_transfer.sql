-- A transfer with consent: who holds a ticket proposes another agency, which accepts or refuses with a reason. Until
-- then the first one holds it, and its clock runs. Lock order: assignment, ticket, transfer.
ALTER TABLE siaga.transition DROP CONSTRAINT transition_subject_check;
ALTER TABLE siaga.transition ADD CONSTRAINT transition_subject_check
    CHECK (subject IN ('ticket', 'assignment', 'transfer'));
INSERT INTO siaga.transition (subject, start, act, "end", role, needs)
    SELECT 'assignment', s, 'propose_transfer', s, r, ARRAY['text', 'agency']
    FROM unnest(ARRAY['dispatched', 'accepted', 'under_way', 'on_scene']) s,
        unnest(ARRAY['operator', 'supervisor', 'agency']) r
    UNION ALL
    SELECT 'transfer', 'proposed', a.act, a."end", r, a.needs
    FROM (VALUES ('accept_transfer', 'accepted', '{}'::text[]), ('refuse_transfer', 'refused', ARRAY['text']),
            ('withdraw_transfer', 'withdrawn', '{}'::text[])) a (act, "end", needs),
        unnest(ARRAY['operator', 'supervisor', 'agency']) r;

CREATE TABLE siaga.transfer (
    id uuid PRIMARY KEY,
    ticket_id uuid NOT NULL REFERENCES siaga.ticket (id),
    assignment_id uuid NOT NULL REFERENCES siaga.assignment (id),
    from_agency_id uuid NOT NULL REFERENCES siaga.agency (id),
    to_agency_id uuid NOT NULL REFERENCES siaga.agency (id),
    state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'accepted', 'refused', 'withdrawn')),
    reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 2000),
    proposed_at timestamptz NOT NULL DEFAULT now(),
    proposed_by text NOT NULL DEFAULT session_user,
    answer text NOT NULL DEFAULT '' CHECK (length(answer) <= 2000),
    answered_at timestamptz,
    answered_by text,
    -- The ticket's version that the writer saw.
    seen_version integer,
    version integer NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX transfer_proposed ON siaga.transfer (assignment_id) WHERE state = 'proposed';
CREATE INDEX transfer_ticket ON siaga.transfer (ticket_id);
CREATE INDEX transfer_to ON siaga.transfer (to_agency_id) WHERE state = 'proposed';

CREATE FUNCTION siaga.transfer_proposed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_held assignment;
BEGIN
    SELECT * INTO v_held FROM assignment WHERE id = NEW.assignment_id FOR NO KEY UPDATE;
    IF v_held.id IS NULL OR (my_role() = 'agency' AND v_held.agency_id IS DISTINCT FROM my_agency_id()) THEN
        RAISE EXCEPTION 'no such assignment for %', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM hold_ticket(v_held.ticket_id, NEW.seen_version);
    PERFORM judge('assignment', v_held.state, 'propose_transfer', v_held.state, NEW.reason);
    IF NEW.to_agency_id = v_held.agency_id THEN
        RAISE EXCEPTION 'to another agency' USING ERRCODE = 'SG002', COLUMN = 'agency';
    END IF;
    IF EXISTS (SELECT FROM assignment a WHERE a.ticket_id = v_held.ticket_id AND a.agency_id = NEW.to_agency_id
        AND a.state NOT IN ('done', 'rejected')) THEN
        RAISE EXCEPTION 'it has the ticket already'
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'assignment_open_agency';
    END IF;
    NEW.ticket_id := v_held.ticket_id;
    NEW.from_agency_id := v_held.agency_id;
    NEW.state := 'proposed';
    NEW.proposed_at := now();
    NEW.proposed_by := session_user;
    NEW.version := 1;
    RETURN NEW;
END $$;
CREATE TRIGGER proposed BEFORE INSERT ON siaga.transfer FOR EACH ROW EXECUTE FUNCTION siaga.transfer_proposed();

-- What the ticket's timeline tells of it; of an acceptance the assignments tell.
CREATE FUNCTION siaga.transfer_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    IF NEW.state <> 'accepted' THEN
        PERFORM write_audit('ticket', NEW.ticket_id, CASE NEW.state WHEN 'proposed' THEN 'propose_transfer'
            WHEN 'refused' THEN 'refuse_transfer' ELSE 'withdraw_transfer' END, jsonb_build_object(
                'agency', (SELECT name FROM agency WHERE id = NEW.from_agency_id),
                'next_agency', (SELECT name FROM agency WHERE id = NEW.to_agency_id)
            ), CASE NEW.state WHEN 'proposed' THEN NEW.reason ELSE NEW.answer END);
        UPDATE ticket SET changed_at = now() WHERE id = NEW.ticket_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON siaga.transfer FOR EACH ROW EXECUTE FUNCTION siaga.transfer_audit();
CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.transfer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('transfer', 'id');

-- The holder's part ends as handed on, and the other's begins as accepted: it has just consented.
CREATE FUNCTION siaga.hand_on(p_transfer siaga.transfer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    UPDATE assignment SET state = 'rejected', act = 'transfer', said = p_transfer.reason,
        next_agency_id = p_transfer.to_agency_id WHERE id = p_transfer.assignment_id;
    UPDATE assignment SET state = 'accepted', act = 'accept', said = '', seen_version = t.version
        FROM ticket t WHERE t.id = assignment.ticket_id AND assignment.ticket_id = p_transfer.ticket_id
            AND assignment.agency_id = p_transfer.to_agency_id AND assignment.state = 'dispatched';
END $$;

CREATE FUNCTION siaga.answer_transfer(p_transfer uuid, p_act text, p_said text, p_seen integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_now transfer;
    v_end text := CASE p_act WHEN 'accept_transfer' THEN 'accepted' WHEN 'refuse_transfer' THEN 'refused'
        WHEN 'withdraw_transfer' THEN 'withdrawn' ELSE '' END;
BEGIN
    SELECT * INTO v_now FROM transfer WHERE id = p_transfer;
    IF v_now.id IS NULL OR coalesce(my_role(), '') NOT IN ('operator', 'supervisor', 'agency')
        OR (my_role() = 'agency' AND my_agency_id() IS DISTINCT FROM
            CASE WHEN p_act = 'withdraw_transfer' THEN v_now.from_agency_id ELSE v_now.to_agency_id END)
    THEN
        RAISE EXCEPTION 'no such transfer for %', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM FROM assignment WHERE id = v_now.assignment_id FOR NO KEY UPDATE;
    PERFORM hold_ticket(v_now.ticket_id, p_seen);
    SELECT * INTO v_now FROM transfer WHERE id = p_transfer FOR UPDATE;
    PERFORM judge('transfer', v_now.state, p_act, v_end, coalesce(p_said, ''));
    UPDATE transfer SET state = v_end, answer = coalesce(p_said, ''), answered_at = now(),
        answered_by = session_user, version = version + 1 WHERE id = p_transfer;
    IF v_end = 'accepted' THEN
        PERFORM hand_on(v_now);
    END IF;
END $$;

-- A proposal that nothing is left of: the holder has ended its part, or the other was dispatched meanwhile.
CREATE FUNCTION siaga.transfer_lapses() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    UPDATE transfer SET state = 'withdrawn', answered_at = now(), answered_by = session_user, version = version + 1
        WHERE state = 'proposed' AND ticket_id = NEW.ticket_id AND CASE WHEN TG_OP = 'INSERT'
            THEN to_agency_id = NEW.agency_id ELSE assignment_id = NEW.id AND NEW.state IN ('done', 'rejected') END;
    RETURN NULL;
END $$;
CREATE TRIGGER lapses AFTER INSERT OR UPDATE ON siaga.assignment
    FOR EACH ROW EXECUTE FUNCTION siaga.transfer_lapses();

-- Who declines names another; without a name it is the desk's again, and the timeline says so.
CREATE FUNCTION siaga.next_owner_fits() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    IF NEW.next_agency_id = NEW.agency_id THEN
        RAISE EXCEPTION 'the next owner is another agency' USING ERRCODE = 'SG002', COLUMN = 'agency';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER next_owner BEFORE UPDATE ON siaga.assignment FOR EACH ROW EXECUTE FUNCTION siaga.next_owner_fits();

GRANT SELECT ON siaga.transfer TO {people}, {site}_intake;  -- which sees none, and reads its tickets
GRANT INSERT (id, assignment_id, to_agency_id, reason, seen_version) ON siaga.transfer TO {desk}, {site}_agency;
GRANT EXECUTE ON FUNCTION siaga.answer_transfer TO {desk}, {site}_agency;

ALTER TABLE siaga.transfer ENABLE ROW LEVEL SECURITY;
CREATE POLICY house_reads ON siaga.transfer FOR SELECT TO {house} USING (true);
CREATE POLICY agency_reads ON siaga.transfer FOR SELECT TO {site}_agency
    USING ((SELECT siaga.my_agency_id()) IN (from_agency_id, to_agency_id));
CREATE POLICY desk_proposes ON siaga.transfer FOR INSERT TO {desk} WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY agency_proposes ON siaga.transfer FOR INSERT TO {site}_agency
    WITH CHECK (from_agency_id = (SELECT siaga.my_agency_id()));
-- Who is asked reads what they are asked about, until they have answered; who called stays unread.
CREATE POLICY agency_reads_offered ON siaga.ticket FOR SELECT TO {site}_agency USING (id IN (
    SELECT x.ticket_id FROM siaga.transfer x
    WHERE x.to_agency_id = (SELECT siaga.my_agency_id()) AND x.state = 'proposed'));
CREATE POLICY agency_reads_transfers ON siaga.change FOR SELECT TO {site}_agency
    USING (kind = 'transfer' AND EXISTS (SELECT FROM siaga.transfer x WHERE x.id = change.id));
