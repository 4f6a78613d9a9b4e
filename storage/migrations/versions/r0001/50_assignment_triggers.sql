-- An assignment's acts. The ticket's row is locked first, so that all acts on one ticket stand in one line.
CREATE FUNCTION siaga.hold_ticket(p_ticket uuid, p_seen integer) RETURNS text
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
DECLARE
    v_ticket ticket;
BEGIN
    SELECT * INTO v_ticket FROM ticket WHERE id = p_ticket FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such ticket for %', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF p_seen IS NULL THEN
        RAISE EXCEPTION 'say which version was seen' USING ERRCODE = 'SG002', COLUMN = 'version';
    END IF;
    IF v_ticket.version <> p_seen THEN
        RAISE EXCEPTION 'version % stands, % was seen', v_ticket.version, p_seen USING ERRCODE = 'SG003';
    END IF;
    RETURN v_ticket.state;
END $$;

CREATE FUNCTION siaga.assignment_changes() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    NEW.changed_at := now();
    IF TG_OP = 'INSERT' THEN
        NEW.state := 'dispatched';
        NEW.act := 'dispatch';
        NEW.dispatched_at := now();
        IF NOT is_inner(TG_RELID) THEN
            PERFORM judge('ticket', hold_ticket(NEW.ticket_id, NEW.seen_version), 'dispatch', 'in_progress', NEW.said);
        END IF;
        RETURN NEW;
    END IF;
    PERFORM hold_ticket(NEW.ticket_id, NEW.seen_version);
    PERFORM judge('assignment', OLD.state, NEW.act, NEW.state, NEW.said);
    IF NEW.next_agency_id IS NOT NULL AND NEW.act <> 'decline' THEN
        RAISE EXCEPTION 'only a declining agency names the next' USING ERRCODE = 'SG002', COLUMN = 'agency';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER changes BEFORE INSERT OR UPDATE ON siaga.assignment
    FOR EACH ROW EXECUTE FUNCTION siaga.assignment_changes();

CREATE FUNCTION siaga.assignment_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM write_audit('ticket', NEW.ticket_id, NEW.act, jsonb_build_object(
        'agency', (SELECT name FROM agency WHERE id = NEW.agency_id),
        'next_agency', (SELECT name FROM agency WHERE id = NEW.next_agency_id)
    ), NEW.said);
    UPDATE ticket SET state = CASE WHEN TG_OP = 'INSERT' THEN 'in_progress' ELSE state END WHERE id = NEW.ticket_id;
    IF TG_OP = 'UPDATE' AND NEW.next_agency_id IS NOT NULL THEN
        -- The id sorts beside the declined assignment's and cannot collide with a client's own.
        INSERT INTO assignment (id, ticket_id, agency_id, said)
            VALUES (gen_random_uuid(), NEW.ticket_id, NEW.next_agency_id, NEW.said);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_act AFTER INSERT OR UPDATE ON siaga.assignment
    FOR EACH ROW EXECUTE FUNCTION siaga.assignment_audit();

CREATE FUNCTION siaga.still_arrives() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    NEW.taken_at := now();
    NEW.taken_by := session_user;
    NEW.sha256 := encode(sha256(NEW.jpeg), 'hex');
    RETURN NEW;
END $$;
CREATE TRIGGER arrives BEFORE INSERT ON siaga.still FOR EACH ROW EXECUTE FUNCTION siaga.still_arrives();

CREATE FUNCTION siaga.still_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM write_audit('ticket', NEW.ticket_id, 'still', jsonb_build_object(
        'camera', (SELECT name FROM camera WHERE id = NEW.camera_id), 'sha256', NEW.sha256
    ), '');
    UPDATE ticket SET changed_at = now() WHERE id = NEW.ticket_id;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_still AFTER INSERT ON siaga.still FOR EACH ROW EXECUTE FUNCTION siaga.still_audit();
