-- Reports stand in one line at their ticket's row; the desk brings them in, the intake only with the ticket it opens.
CREATE FUNCTION siaga.report_arrives() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_role text := coalesce(my_role(), '');
    v_ticket ticket;
BEGIN
    SELECT * INTO v_ticket FROM ticket WHERE id = NEW.ticket_id FOR UPDATE;
    IF v_role NOT IN ('operator', 'supervisor', 'intake') OR v_ticket.id IS NULL OR (v_role = 'intake' AND NOT (
        v_ticket.opened_by = session_user AND v_ticket.changed_in = pg_current_xact_id()
            AND v_ticket.created_at = now())
    ) THEN
        RAISE EXCEPTION '% may not report this', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF v_ticket.state IN ('closed', 'rejected') THEN
        RAISE EXCEPTION 'a ticket that is % takes no report', v_ticket.state
            USING ERRCODE = 'SG001', DETAIL = v_ticket.state;
    END IF;
    NEW.received_at := now();
    NEW.received_by := session_user;
    NEW.version := v_ticket.reports + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER arrives BEFORE INSERT ON siaga.report FOR EACH ROW EXECUTE FUNCTION siaga.report_arrives();

CREATE FUNCTION siaga.report_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM write_audit('ticket', NEW.ticket_id, 'report', jsonb_build_object('channel', NEW.channel), '');
    UPDATE ticket SET reports = NEW.version, channel = CASE WHEN NEW.version = 1 THEN NEW.channel ELSE channel END
        WHERE id = NEW.ticket_id;
    RETURN NULL;
END $$;
CREATE TRIGGER audit AFTER INSERT ON siaga.report FOR EACH ROW EXECUTE FUNCTION siaga.report_audit();
CREATE CONSTRAINT TRIGGER feed AFTER INSERT ON siaga.report
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('report', 'ticket_id');

CREATE FUNCTION siaga.nuisance_arrives() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_desk('note a nuisance call');
    NEW.noted_at := now();
    NEW.noted_by := session_user;
    RETURN NEW;
END $$;
CREATE TRIGGER arrives BEFORE INSERT ON siaga.nuisance FOR EACH ROW EXECUTE FUNCTION siaga.nuisance_arrives();

-- A picture goes to an open ticket that the writer sees; what a station's function keeps is not asked.
CREATE FUNCTION siaga.still_fits() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
DECLARE
    v_state text;
BEGIN
    IF is_inner(TG_RELID) OR NEW.ticket_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT state INTO v_state FROM ticket WHERE id = NEW.ticket_id FOR UPDATE;
    IF v_state IS NULL OR my_role() IS NULL THEN
        RAISE EXCEPTION 'no such ticket for %', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF v_state IN ('closed', 'rejected') THEN
        RAISE EXCEPTION 'a ticket that is % takes no picture', v_state USING ERRCODE = 'SG001', DETAIL = v_state;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fits BEFORE INSERT ON siaga.still FOR EACH ROW EXECUTE FUNCTION siaga.still_fits();

CREATE TRIGGER changes BEFORE INSERT OR UPDATE ON siaga.contact
    FOR EACH ROW EXECUTE FUNCTION siaga.camera_changes();
CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.contact
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('contact', 'id');

-- Which fields changed, not what stands in them: names and numbers are a person's.
CREATE FUNCTION siaga.contact_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_old jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END;
BEGIN
    PERFORM write_audit('contact', NEW.id, lower(TG_OP), jsonb_build_object(
        'agency', (SELECT code FROM agency WHERE id = NEW.agency_id),
        'fields', (
            SELECT string_agg(key, ', ' ORDER BY key)
            FROM jsonb_each(to_jsonb(NEW) - ARRAY['id', 'changed_in', 'changed_at', 'version'])
            WHERE value IS DISTINCT FROM v_old -> key)
    ), '');
    RETURN NULL;
END $$;
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON siaga.contact
    FOR EACH ROW EXECUTE FUNCTION siaga.contact_audit();

CREATE FUNCTION siaga.places_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_count integer := (SELECT count(*) FROM arrived);
BEGIN
    IF v_count = 0 THEN
        RETURN NULL;
    END IF;
    UPDATE gazetteer SET version = version + 1, changed_at = now(), changed_in = pg_current_xact_id()
        WHERE changed_in <> pg_current_xact_id() OR changed_at <> now();
    PERFORM write_audit('places', (SELECT id FROM gazetteer), lower(TG_OP), jsonb_build_object(
        TG_TABLE_NAME, v_count), '');
    RETURN NULL;
END $$;
CREATE TRIGGER inserted AFTER INSERT ON siaga.place REFERENCING NEW TABLE AS arrived
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.places_change();
CREATE TRIGGER updated AFTER UPDATE ON siaga.place REFERENCING NEW TABLE AS arrived
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.places_change();
CREATE TRIGGER inserted AFTER INSERT ON siaga.area REFERENCING NEW TABLE AS arrived
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.places_change();
CREATE TRIGGER updated AFTER UPDATE ON siaga.area REFERENCING NEW TABLE AS arrived
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.places_change();
CREATE CONSTRAINT TRIGGER feed AFTER UPDATE ON siaga.gazetteer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('places', 'id');

-- The ticket's own triggers of r0001, with where it is: only an edit changes it, and the audit tells to what.
CREATE OR REPLACE FUNCTION siaga.ticket_act_fits(p_old siaga.ticket, p_new siaga.ticket) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = siaga, pg_temp AS $$
BEGIN
    IF p_new.act = 'dispatch' THEN
        RAISE EXCEPTION 'a dispatch is a new assignment' USING ERRCODE = 'SG002', COLUMN = 'agency';
    END IF;
    IF p_new.act <> 'edit' AND (p_new.title, p_new.category, p_new.priority, p_new.place, p_new.description,
            p_new.landmark, p_new.area_code, p_new.latitude, p_new.longitude)
        IS DISTINCT FROM (p_old.title, p_old.category, p_old.priority, p_old.place, p_old.description,
            p_old.landmark, p_old.area_code, p_old.latitude, p_old.longitude) THEN
        RAISE EXCEPTION 'only an edit changes fields' USING ERRCODE = 'SG002', COLUMN = 'act';
    END IF;
    IF p_new.act = 'claim' THEN
        IF p_old.owner_id = my_person_id() THEN
            RAISE EXCEPTION 'already the owner' USING ERRCODE = 'SG001', DETAIL = p_old.state;
        END IF;
        IF p_old.owner_id IS NOT NULL AND btrim(p_new.said) = '' THEN
            RAISE EXCEPTION 'a take-over needs a reason' USING ERRCODE = 'SG002', COLUMN = 'text';
        END IF;
    END IF;
    IF p_new.owner_id IS DISTINCT FROM (
        CASE WHEN p_new.act = 'claim' THEN my_person_id()
             WHEN p_new.act = 'acknowledge' THEN coalesce(p_old.owner_id, my_person_id())
             ELSE p_old.owner_id END
    ) THEN
        RAISE EXCEPTION 'a person makes only themselves the owner' USING ERRCODE = 'SG002', COLUMN = 'owner';
    END IF;
    IF p_new.act IN ('resolve', 'reject') AND EXISTS (
        SELECT FROM assignment a WHERE a.ticket_id = p_new.id AND a.state NOT IN ('done', 'rejected')
    ) THEN
        RAISE EXCEPTION 'an agency is still at work' USING ERRCODE = 'SG001', DETAIL = p_old.state;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION siaga.ticket_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_facts jsonb := '{}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        v_facts := jsonb_build_object('title', NEW.title, 'category', NEW.category, 'priority', NEW.priority::text);
    ELSIF NEW.act = 'edit' THEN
        SELECT coalesce(jsonb_object_agg(n.key, n.value), '{}') INTO v_facts
        FROM jsonb_each_text(to_jsonb(NEW)) n JOIN jsonb_each_text(to_jsonb(OLD)) o USING (key)
        WHERE n.key IN ('title', 'category', 'priority', 'place', 'description', 'landmark')
            AND n.value IS DISTINCT FROM o.value;
        IF NEW.area_code IS DISTINCT FROM OLD.area_code THEN
            v_facts := v_facts || jsonb_build_object('area', coalesce(
                (SELECT desa || ', ' || kecamatan FROM area WHERE code = NEW.area_code), ''));
        END IF;
        IF (NEW.latitude, NEW.longitude) IS DISTINCT FROM (OLD.latitude, OLD.longitude) THEN
            v_facts := v_facts || jsonb_build_object('point', coalesce(
                round(NEW.latitude::numeric, 5) || ', ' || round(NEW.longitude::numeric, 5), ''));
        END IF;
    ELSIF NEW.act = 'claim' THEN
        v_facts := jsonb_build_object('from', (SELECT name FROM person WHERE id = OLD.owner_id));
    END IF;
    PERFORM write_audit('ticket', NEW.id, NEW.act, v_facts, NEW.said);
    RETURN NULL;
END $$;
