-- Numbers, versions, acts and audit of tickets. A version counts the transactions that changed a ticket.
CREATE FUNCTION siaga.ticket_opens() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_site site;
    v_role text := my_role();
    v_year integer;
    v_last integer;
BEGIN
    IF v_role IS NULL OR v_role NOT IN ('operator', 'supervisor', 'intake') THEN
        RAISE EXCEPTION '% may not open a ticket', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT * INTO v_site FROM site;
    v_year := extract(year FROM now() AT TIME ZONE v_site.time_zone);
    INSERT INTO ticket_number AS n (year, last) VALUES (v_year, 1)
        ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last INTO v_last;
    NEW.number := format('%s-%s-%s', v_site.prefix, v_year, lpad(v_last::text, greatest(6, length(v_last::text)), '0'));
    NEW.state := 'new';
    NEW.act := 'open';
    NEW.opened_by := session_user;
    -- Who opens a ticket at the desk owns it; what comes from outside waits for an owner.
    NEW.owner_id := CASE WHEN v_role = 'intake' THEN NULL ELSE my_person_id() END;
    NEW.created_at := now();
    NEW.changed_at := now();
    NEW.changed_in := pg_current_xact_id();
    NEW.version := 1;
    RETURN NEW;
END $$;
CREATE TRIGGER opens BEFORE INSERT ON siaga.ticket FOR EACH ROW EXECUTE FUNCTION siaga.ticket_opens();

CREATE FUNCTION siaga.ticket_changes() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    IF OLD.changed_in = pg_current_xact_id() AND OLD.changed_at = now() THEN
        NEW.version := OLD.version;
    ELSE
        NEW.version := OLD.version + 1;
    END IF;
    NEW.changed_in := pg_current_xact_id();
    NEW.changed_at := now();
    IF is_inner(TG_RELID) THEN
        RETURN NEW;
    END IF;
    NEW.act_count := OLD.act_count + 1;
    PERFORM judge('ticket', OLD.state, NEW.act, NEW.state, NEW.said);
    PERFORM ticket_act_fits(OLD, NEW);
    RETURN NEW;
END $$;

-- What each act may touch, beside the state.
CREATE FUNCTION siaga.ticket_act_fits(p_old siaga.ticket, p_new siaga.ticket) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = siaga, pg_temp AS $$
BEGIN
    IF p_new.act = 'dispatch' THEN
        RAISE EXCEPTION 'a dispatch is a new assignment' USING ERRCODE = 'SG002', COLUMN = 'agency';
    END IF;
    IF p_new.act <> 'edit' AND (p_new.title, p_new.category, p_new.priority, p_new.place, p_new.description)
        IS DISTINCT FROM (p_old.title, p_old.category, p_old.priority, p_old.place, p_old.description) THEN
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
CREATE TRIGGER changes BEFORE UPDATE ON siaga.ticket FOR EACH ROW EXECUTE FUNCTION siaga.ticket_changes();

CREATE FUNCTION siaga.ticket_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_facts jsonb := '{}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        v_facts := jsonb_build_object('title', NEW.title, 'category', NEW.category, 'priority', NEW.priority::text);
    ELSIF NEW.act = 'edit' THEN
        SELECT coalesce(jsonb_object_agg(n.key, n.value), '{}') INTO v_facts
        FROM jsonb_each_text(to_jsonb(NEW)) n JOIN jsonb_each_text(to_jsonb(OLD)) o USING (key)
        WHERE n.key IN ('title', 'category', 'priority', 'place', 'description')
            AND n.value IS DISTINCT FROM o.value;
    ELSIF NEW.act = 'claim' THEN
        v_facts := jsonb_build_object('from', (SELECT name FROM person WHERE id = OLD.owner_id));
    END IF;
    PERFORM write_audit('ticket', NEW.id, NEW.act, v_facts, NEW.said);
    RETURN NULL;
END $$;
CREATE TRIGGER audit_open AFTER INSERT ON siaga.ticket FOR EACH ROW EXECUTE FUNCTION siaga.ticket_audit();
CREATE TRIGGER audit_act AFTER UPDATE ON siaga.ticket FOR EACH ROW
    WHEN (OLD.act_count IS DISTINCT FROM NEW.act_count) EXECUTE FUNCTION siaga.ticket_audit();
