-- Crews and vehicles of the agencies: what each is doing follows the assignments that it is on.
CREATE TABLE siaga.unit (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES siaga.agency (id),
    call_sign text NOT NULL CHECK (call_sign ~ '\S' AND length(call_sign) <= 40),
    kind text NOT NULL DEFAULT 'crew' CHECK (kind IN ('crew', 'vehicle')),
    -- The first three are its agency's word, the others its tasks'.
    status text NOT NULL DEFAULT 'available' CHECK (status IN (
        'available', 'off_duty', 'out_of_service', 'dispatched', 'under_way', 'on_scene')),
    since timestamptz NOT NULL DEFAULT now(),
    active boolean NOT NULL DEFAULT true,
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    version integer NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX unit_call_sign ON siaga.unit (agency_id, lower(call_sign)) WHERE active;

CREATE TABLE siaga.unit_task (
    id uuid PRIMARY KEY,
    unit_id uuid NOT NULL REFERENCES siaga.unit (id),
    assignment_id uuid NOT NULL REFERENCES siaga.assignment (id),
    ticket_id uuid NOT NULL REFERENCES siaga.ticket (id),
    state text NOT NULL DEFAULT 'dispatched' CHECK (state IN ('dispatched', 'under_way', 'on_scene', 'ended')),
    sent_at timestamptz NOT NULL DEFAULT now(),
    sent_by text NOT NULL DEFAULT session_user,
    changed_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz
);
CREATE UNIQUE INDEX unit_task_open ON siaga.unit_task (unit_id, assignment_id) WHERE ended_at IS NULL;
CREATE INDEX unit_task_assignment ON siaga.unit_task (assignment_id);
CREATE INDEX unit_task_unit ON siaga.unit_task (unit_id) WHERE ended_at IS NULL;

-- Who may keep this unit: its own agency, supervisors and administrators.
CREATE FUNCTION siaga.unit_changes() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
DECLARE
    v_own constant text[] := ARRAY['available', 'off_duty', 'out_of_service'];
BEGIN
    IF NOT is_inner(TG_RELID) THEN
        IF TG_OP = 'UPDATE' AND NEW.agency_id <> OLD.agency_id THEN
            RAISE EXCEPTION 'a unit stays with its agency' USING ERRCODE = 'SG002', COLUMN = 'agency';
        END IF;
        IF TG_OP = 'INSERT' AND NEW.status <> ALL (v_own) OR TG_OP = 'UPDATE' AND NEW.status <> OLD.status
            AND (NEW.status <> ALL (v_own) OR OLD.status <> ALL (v_own)) THEN
            RAISE EXCEPTION 'what a unit does follows its assignments' USING ERRCODE = 'SG002', COLUMN = 'status';
        END IF;
        IF NOT NEW.active AND NEW.status <> ALL (v_own) THEN
            RAISE EXCEPTION 'a unit at work stays' USING ERRCODE = 'SG002', COLUMN = 'status';
        END IF;
    END IF;
    IF TG_OP = 'INSERT' OR NEW.status <> OLD.status THEN
        NEW.since := now();
    END IF;
    NEW.version := CASE
        WHEN TG_OP = 'INSERT' THEN 1
        WHEN OLD.changed_in = pg_current_xact_id() AND OLD.changed_at = now() THEN OLD.version
        ELSE OLD.version + 1 END;
    NEW.changed_in := pg_current_xact_id();
    NEW.changed_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER changes BEFORE INSERT OR UPDATE ON siaga.unit FOR EACH ROW EXECUTE FUNCTION siaga.unit_changes();

-- What a person changed of it; what its tasks make of it stands in the ticket's own audit.
CREATE FUNCTION siaga.unit_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    IF pg_trigger_depth() = 1 THEN
        PERFORM write_audit('unit', NEW.id, lower(TG_OP), jsonb_build_object('crew', NEW.call_sign,
            'agency', (SELECT name FROM agency WHERE id = NEW.agency_id), 'kind', NEW.kind, 'state', NEW.status,
            'active', NEW.active), '');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON siaga.unit FOR EACH ROW EXECUTE FUNCTION siaga.unit_audit();
CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.unit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('unit', 'id');

-- A unit's status by its open tasks: the furthest of them, or available again.
CREATE FUNCTION siaga.unit_follows(p_unit uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = siaga, pg_temp
BEGIN ATOMIC
    UPDATE siaga.unit u SET status = coalesce((
        SELECT t.state FROM siaga.unit_task t WHERE t.unit_id = p_unit AND t.ended_at IS NULL
        ORDER BY array_position(ARRAY['on_scene', 'under_way', 'dispatched'], t.state) LIMIT 1), 'available')
    WHERE u.id = p_unit;
END;

CREATE FUNCTION siaga.unit_sent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_unit unit;
    v_part assignment;
BEGIN
    SELECT * INTO v_part FROM assignment WHERE id = NEW.assignment_id FOR NO KEY UPDATE;
    PERFORM FROM ticket WHERE id = v_part.ticket_id FOR NO KEY UPDATE;
    SELECT * INTO v_unit FROM unit WHERE id = NEW.unit_id FOR UPDATE;
    IF v_part.id IS NULL OR v_unit.id IS NULL OR coalesce(my_role(), '') NOT IN ('operator', 'supervisor', 'agency')
        OR (my_role() = 'agency' AND my_agency_id() IS DISTINCT FROM v_unit.agency_id) THEN
        RAISE EXCEPTION 'no such unit for %', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF v_unit.agency_id <> v_part.agency_id OR NOT v_unit.active
        OR v_unit.status IN ('off_duty', 'out_of_service') THEN
        RAISE EXCEPTION 'this unit cannot be sent there' USING ERRCODE = 'SG002', COLUMN = 'unit';
    END IF;
    IF v_part.state IN ('done', 'rejected') THEN
        RAISE EXCEPTION 'the assignment has ended' USING ERRCODE = 'SG001', DETAIL = v_part.state;
    END IF;
    NEW.ticket_id := v_part.ticket_id;
    NEW.state := CASE WHEN v_part.state IN ('under_way', 'on_scene') THEN v_part.state ELSE 'dispatched' END;
    NEW.sent_at := now();
    NEW.sent_by := session_user;
    NEW.changed_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER sent BEFORE INSERT ON siaga.unit_task FOR EACH ROW EXECUTE FUNCTION siaga.unit_sent();

CREATE FUNCTION siaga.unit_task_told() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM write_audit('ticket', NEW.ticket_id, 'send_unit', jsonb_build_object(
            'crew', (SELECT call_sign FROM unit WHERE id = NEW.unit_id), 'agency', (
                SELECT g.name FROM unit u JOIN agency g ON g.id = u.agency_id WHERE u.id = NEW.unit_id)), '');
        UPDATE ticket SET changed_at = now() WHERE id = NEW.ticket_id;
    END IF;
    PERFORM unit_follows(NEW.unit_id);
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT OR UPDATE ON siaga.unit_task
    FOR EACH ROW EXECUTE FUNCTION siaga.unit_task_told();

CREATE FUNCTION siaga.units_follow_assignment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_state text := CASE WHEN NEW.state IN ('done', 'rejected') THEN 'ended'
        WHEN NEW.state IN ('under_way', 'on_scene') THEN NEW.state ELSE 'dispatched' END;
BEGIN
    UPDATE unit_task SET state = v_state, changed_at = now(), ended_at = CASE WHEN v_state = 'ended' THEN now() END
        WHERE id IN (SELECT id FROM unit_task WHERE assignment_id = NEW.id AND ended_at IS NULL
            AND state <> v_state ORDER BY unit_id FOR UPDATE);
    RETURN NULL;
END $$;
CREATE TRIGGER units_follow AFTER UPDATE ON siaga.assignment
    FOR EACH ROW EXECUTE FUNCTION siaga.units_follow_assignment();

GRANT SELECT ON siaga.unit, siaga.unit_task TO {people};
GRANT INSERT (id, agency_id, call_sign, kind, status, active), UPDATE (call_sign, kind, status, active)
    ON siaga.unit TO {keepers}, {site}_agency;
GRANT INSERT (id, unit_id, assignment_id) ON siaga.unit_task TO {desk}, {site}_agency;

ALTER TABLE siaga.unit ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.unit_task ENABLE ROW LEVEL SECURITY;
CREATE POLICY house_reads ON siaga.unit FOR SELECT TO {house} USING (true);
CREATE POLICY agency_reads ON siaga.unit FOR SELECT TO {site}_agency
    USING (agency_id = (SELECT siaga.my_agency_id()));
CREATE POLICY keepers_insert ON siaga.unit FOR INSERT TO {keepers} WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY keepers_update ON siaga.unit FOR UPDATE TO {keepers} USING ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY agency_inserts ON siaga.unit FOR INSERT TO {site}_agency WITH CHECK (
    (SELECT siaga.my_role()) IS NOT NULL AND agency_id = (SELECT siaga.my_agency_id()));
CREATE POLICY agency_updates ON siaga.unit FOR UPDATE TO {site}_agency USING (
    (SELECT siaga.my_role()) IS NOT NULL AND agency_id = (SELECT siaga.my_agency_id()));
CREATE POLICY house_reads ON siaga.unit_task FOR SELECT TO {house} USING (true);
CREATE POLICY agency_reads ON siaga.unit_task FOR SELECT TO {site}_agency
    USING (unit_id IN (SELECT u.id FROM siaga.unit u));
CREATE POLICY desk_sends ON siaga.unit_task FOR INSERT TO {desk} WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY agency_sends ON siaga.unit_task FOR INSERT TO {site}_agency
    WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL AND unit_id IN (SELECT u.id FROM siaga.unit u));
CREATE POLICY agency_reads_units ON siaga.change FOR SELECT TO {site}_agency
    USING (kind = 'unit' AND EXISTS (SELECT FROM siaga.unit u WHERE u.id = change.id));
