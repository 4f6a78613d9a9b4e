-- A ticket's clocks: what happened is kept, once and for good, and every figure is folded from it by who reads.
-- docs/design/clocks.md.
CREATE TABLE siaga.clock_event (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id uuid NOT NULL REFERENCES siaga.ticket (id),
    at timestamptz NOT NULL,
    act text NOT NULL CHECK (act IN ('open', 'acknowledge', 'claim', 'dispatch', 'accept', 'set_out', 'arrive',
        'complete', 'decline', 'transfer', 'pause', 'resume', 'resolve', 'close', 'reject', 'reopen', 'link', 'unlink')),
    assignment_id uuid REFERENCES siaga.assignment (id),
    agency_id uuid REFERENCES siaga.agency (id),
    reason text NOT NULL DEFAULT '' CHECK (reason IN ('', 'citizen', 'permit', 'material', 'weather')),
    -- Of an opening: whether somebody at the desk had it from then on.
    answered boolean NOT NULL DEFAULT false,
    CHECK ((assignment_id IS NULL) = (agency_id IS NULL)),
    CHECK ((reason <> '') = (act = 'pause'))
);
CREATE INDEX clock_event_ticket ON siaga.clock_event (ticket_id, number);

-- What an older record's audit tells. It names the agency and not the assignment; an agency has one open assignment of a
-- ticket, so what it did belongs to the one dispatched last before.
INSERT INTO siaga.clock_event (ticket_id, at, act, assignment_id, agency_id, answered)
SELECT old.ticket_id, old.at, old.act, old.assignment_id, old.agency_id, old.answered FROM (
    SELECT t.id AS ticket_id, t.created_at AS at, 'open' AS act, NULL::uuid AS assignment_id, NULL::uuid AS agency_id,
        EXISTS (SELECT FROM siaga.person p WHERE p.login = t.opened_by AND p.role <> 'intake') AS answered,
        0::bigint AS number
    FROM siaga.ticket t
    UNION ALL
    SELECT a.ticket_id, a.dispatched_at, 'dispatch', a.id, a.agency_id, false, 1 FROM siaga.assignment a
    UNION ALL
    SELECT u.subject_id, u.at, u.act, NULL, NULL, false, u.number FROM siaga.audit u
    WHERE u.subject = 'ticket' AND u.act IN ('acknowledge', 'claim', 'resolve', 'close', 'reject', 'reopen')
    UNION ALL
    SELECT u.subject_id, u.at, u.act, mine.id, mine.agency_id, false, u.number FROM siaga.audit u
    CROSS JOIN LATERAL (
        SELECT a.id, a.agency_id FROM siaga.assignment a JOIN siaga.agency g ON g.id = a.agency_id
        WHERE a.ticket_id = u.subject_id AND g.name = u.facts ->> 'agency' AND a.dispatched_at <= u.at
        ORDER BY a.dispatched_at DESC LIMIT 1
    ) mine
    WHERE u.subject = 'ticket' AND u.act IN ('accept', 'set_out', 'arrive', 'complete', 'decline')
) old ORDER BY old.at, old.number;

CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON siaga.clock_event
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.stays();

-- For triggers alone: whatever stops or starts a clock says so here.
CREATE FUNCTION siaga.write_clock_event(
    p_ticket uuid, p_act text, p_assignment uuid, p_agency uuid, p_reason text, p_answered boolean
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = siaga, pg_temp
BEGIN ATOMIC
    INSERT INTO siaga.clock_event (ticket_id, at, act, assignment_id, agency_id, reason, answered)
        VALUES (p_ticket, now(), p_act, p_assignment, p_agency, p_reason, p_answered);
END;

-- Why nobody can go on, and the class that a person says a ticket has; empty: it runs, it has its category's.
ALTER TABLE siaga.ticket
    ADD COLUMN paused text NOT NULL DEFAULT '' CONSTRAINT ticket_paused_check
        CHECK (paused IN ('', 'citizen', 'permit', 'material', 'weather')),
    ADD COLUMN clock_class text NOT NULL DEFAULT '' CONSTRAINT ticket_clock_class_check
        CHECK (clock_class IN ('', 'emergency', 'incident', 'information', 'complaint', 'oversight'));
INSERT INTO siaga.transition (subject, start, act, "end", role, needs)
    SELECT 'ticket', s, a, s, r, CASE WHEN a = 'pause' THEN ARRAY['pause_reason'] ELSE ARRAY[]::text[] END
    FROM unnest(ARRAY['new', 'acknowledged', 'in_progress']) s, unnest(ARRAY['pause', 'resume']) a,
        unnest(ARRAY['operator', 'supervisor']) r;

-- After `changes`, which judges by the table. Our own updates pass, but an end of the ticket ends its pause for all.
CREATE FUNCTION siaga.ticket_pauses() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    IF NOT is_inner(TG_RELID) THEN
        IF NEW.act = 'pause' AND OLD.paused <> '' OR NEW.act = 'resume' AND OLD.paused = '' THEN
            RAISE EXCEPTION 'a ticket whose clock is as asked' USING ERRCODE = 'SG001', DETAIL = OLD.state;
        END IF;
        IF NEW.act = 'pause' AND NEW.paused = '' THEN
            RAISE EXCEPTION 'a pause needs its reason' USING ERRCODE = 'SG002', COLUMN = 'pause';
        END IF;
        IF NEW.act = 'resume' THEN
            NEW.paused := '';
        END IF;
        IF NEW.act NOT IN ('pause', 'resume') AND NEW.paused <> OLD.paused
            OR NEW.act <> 'edit' AND NEW.clock_class <> OLD.clock_class THEN
            RAISE EXCEPTION '% changes no clock', NEW.act USING ERRCODE = 'SG002', COLUMN = 'act';
        END IF;
    END IF;
    IF NEW.state IN ('resolved', 'closed', 'rejected') THEN
        NEW.paused := '';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER changes_clock BEFORE UPDATE ON siaga.ticket FOR EACH ROW EXECUTE FUNCTION siaga.ticket_pauses();

CREATE FUNCTION siaga.ticket_clocks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM write_clock_event(NEW.id, 'open', NULL, NULL, '', NEW.owner_id IS NOT NULL);
    ELSE
        PERFORM write_clock_event(
            NEW.id, NEW.act, NULL, NULL, CASE WHEN NEW.act = 'pause' THEN NEW.paused ELSE '' END, false);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER clock_open AFTER INSERT ON siaga.ticket FOR EACH ROW EXECUTE FUNCTION siaga.ticket_clocks();
CREATE TRIGGER clock_act AFTER UPDATE ON siaga.ticket FOR EACH ROW
    WHEN (OLD.act_count IS DISTINCT FROM NEW.act_count
        AND NEW.act IN ('acknowledge', 'claim', 'pause', 'resume', 'resolve', 'close', 'reject', 'reopen'))
    EXECUTE FUNCTION siaga.ticket_clocks();

CREATE FUNCTION siaga.assignment_clocks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM write_clock_event(NEW.ticket_id, NEW.act, NEW.id, NEW.agency_id, '', false);
    RETURN NULL;
END $$;
-- By name before `audit_act`, which sends a declining agency's next one.
CREATE TRIGGER a_clock_sent AFTER INSERT ON siaga.assignment FOR EACH ROW EXECUTE FUNCTION siaga.assignment_clocks();
CREATE TRIGGER a_clock_act AFTER UPDATE ON siaga.assignment FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state
        AND NEW.act IN ('accept', 'set_out', 'arrive', 'complete', 'decline', 'transfer'))
    EXECUTE FUNCTION siaga.assignment_clocks();

GRANT SELECT ON siaga.clock_event TO {people};
GRANT UPDATE (paused, clock_class) ON siaga.ticket TO {desk};
ALTER TABLE siaga.clock_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY house_reads ON siaga.clock_event FOR SELECT TO {house} USING (true);
CREATE POLICY agency_reads ON siaga.clock_event FOR SELECT TO {site}_agency USING (
    (agency_id IS NULL OR agency_id = (SELECT siaga.my_agency_id()))
    AND EXISTS (SELECT FROM siaga.ticket t WHERE t.id = ticket_id));
