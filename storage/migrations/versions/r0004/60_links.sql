-- Tickets that belong together. A link that is taken back stays as a row, with who ended it. SQLSTATE SG005: the link,
-- or the act on a linked ticket, is refused (detail: why, a value of storage/model/links.py).
ALTER TABLE siaga.ticket ADD COLUMN duplicate_of uuid REFERENCES siaga.ticket (id);
ALTER TABLE siaga.ticket ADD COLUMN part_of uuid REFERENCES siaga.ticket (id);
ALTER TABLE siaga.ticket ADD COLUMN duplicates integer NOT NULL DEFAULT 0;
ALTER TABLE siaga.ticket ADD COLUMN parts integer NOT NULL DEFAULT 0;
CREATE INDEX ticket_duplicate_of ON siaga.ticket (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX ticket_part_of ON siaga.ticket (part_of) WHERE part_of IS NOT NULL;

CREATE TABLE siaga.ticket_link (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('duplicate', 'part')),
    child_id uuid NOT NULL REFERENCES siaga.ticket (id),
    parent_id uuid NOT NULL REFERENCES siaga.ticket (id),
    -- The versions that the writer saw; others now are a conflict.
    child_seen integer NOT NULL,
    parent_seen integer NOT NULL,
    state_before text NOT NULL,
    reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
    linked_by uuid NOT NULL REFERENCES siaga.person (id),
    linked_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    ended_by uuid REFERENCES siaga.person (id),
    end_reason text NOT NULL DEFAULT '' CHECK (length(end_reason) <= 500),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX ticket_link_child ON siaga.ticket_link (child_id) WHERE ended_at IS NULL;
CREATE INDEX ticket_link_parent ON siaga.ticket_link (parent_id) WHERE ended_at IS NULL;

-- Why these two cannot be linked now, or null; the same order as storage/model/links.py.
CREATE FUNCTION siaga.link_refusal(p_kind text, p_child siaga.ticket, p_parent siaga.ticket) RETURNS text
LANGUAGE sql STABLE SET search_path = siaga, pg_temp
BEGIN ATOMIC
    SELECT CASE
        WHEN p_child.id = p_parent.id THEN 'self'
        WHEN p_child.duplicate_of IS NOT NULL OR p_child.part_of IS NOT NULL THEN 'child_linked'
        WHEN p_parent.duplicate_of IS NOT NULL OR (p_parent.part_of IS NOT NULL AND p_kind = 'part')
            THEN 'parent_linked'
        WHEN p_child.parts > 0 OR (p_child.duplicates > 0 AND p_kind = 'duplicate') THEN 'has_children'
        WHEN p_parent.state IN ('closed', 'rejected')
            OR (p_child.state IN ('closed', 'rejected') AND p_kind = 'duplicate') THEN 'ended'
        WHEN p_kind = 'duplicate' AND EXISTS (
            SELECT FROM siaga.assignment a WHERE a.ticket_id = p_child.id AND a.state NOT IN ('done', 'rejected')
        ) THEN 'at_work'
    END;
END;

CREATE FUNCTION siaga.link_refuse(p_why text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = siaga, pg_temp AS $$
BEGIN
    IF p_why IS NOT NULL THEN
        RAISE EXCEPTION 'linked tickets: %', p_why USING ERRCODE = 'SG005', DETAIL = p_why;
    END IF;
END $$;

-- Holds both tickets, in an order in which nobody waits while holding a duplicate: who acts on its parent holds that one
-- already and takes the duplicate along. So a duplicate comes after its parent, and others go by their ids: of A into B
-- and B into A one waits, and is told why not as soon as it is known.
CREATE FUNCTION siaga.hold_pair(p_kind text, p_child uuid, p_parent uuid, p_ends boolean) RETURNS void
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
DECLARE
    v_first uuid := CASE WHEN p_ends AND p_kind = 'duplicate' THEN p_parent ELSE least(p_child, p_parent) END;
    v_doubles uuid;
BEGIN
    SELECT duplicate_of INTO v_doubles FROM ticket WHERE id = v_first FOR UPDATE;
    IF v_doubles IS NOT NULL THEN
        PERFORM link_refuse(link_refusal(p_kind, c, p)) FROM ticket c, ticket p WHERE c.id = p_child AND p.id = p_parent;
    END IF;
    PERFORM FROM ticket WHERE id IN (p_child, p_parent) AND id <> v_first FOR UPDATE;
END $$;

CREATE FUNCTION siaga.link_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_child ticket;
    v_parent ticket;
BEGIN
    PERFORM assert_desk('link tickets');
    PERFORM hold_pair(NEW.kind, NEW.child_id, NEW.parent_id, TG_OP = 'UPDATE');
    SELECT * INTO v_child FROM ticket WHERE id = NEW.child_id;
    SELECT * INTO v_parent FROM ticket WHERE id = NEW.parent_id;
    IF v_child.id IS NULL OR v_parent.id IS NULL THEN
        RAISE EXCEPTION 'no such ticket' USING ERRCODE = 'SG002', COLUMN = 'ticket';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.ended_at IS NOT NULL OR NEW.child_seen <> v_child.version THEN
            RAISE EXCEPTION 'version % stands, % was seen', v_child.version, NEW.child_seen USING ERRCODE = 'SG003';
        END IF;
        IF btrim(NEW.end_reason) = '' THEN
            RAISE EXCEPTION 'taking a link back needs a reason' USING ERRCODE = 'SG002', COLUMN = 'reason';
        END IF;
        NEW.ended_at := now();
        NEW.ended_by := my_person_id();
        RETURN NEW;
    END IF;
    PERFORM link_refuse(link_refusal(NEW.kind, v_child, v_parent));
    IF (v_child.version, v_parent.version) IS DISTINCT FROM (NEW.child_seen, NEW.parent_seen) THEN
        RAISE EXCEPTION 'versions % and % stand', v_child.version, v_parent.version USING ERRCODE = 'SG003';
    END IF;
    NEW.state_before := v_child.state;
    NEW.linked_by := my_person_id();
    NEW.linked_at := now();
    NEW.ended_at := NULL;
    NEW.ended_by := NULL;
    NEW.end_reason := '';
    RETURN NEW;
END $$;
CREATE TRIGGER changes BEFORE INSERT OR UPDATE OF child_seen, end_reason ON siaga.ticket_link
    FOR EACH ROW EXECUTE FUNCTION siaga.link_changes();

-- What a link does to its two tickets. A duplicate has the state of its parent; taken back, the state it had.
CREATE FUNCTION siaga.link_told() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_by integer := CASE WHEN TG_OP = 'INSERT' THEN 1 ELSE -1 END;
    v_act text := CASE WHEN TG_OP = 'INSERT' THEN 'link' ELSE 'unlink' END;
    v_said text := CASE WHEN TG_OP = 'INSERT' THEN NEW.reason ELSE NEW.end_reason END;
    v_child text := (SELECT number FROM ticket WHERE id = NEW.child_id);
    v_parent text := (SELECT number FROM ticket WHERE id = NEW.parent_id);
BEGIN
    PERFORM write_audit('ticket', one.id, v_act, jsonb_build_object('kind', NEW.kind, 'child', v_child,
        'parent', v_parent), v_said)
    FROM unnest(ARRAY[NEW.child_id, NEW.parent_id]) AS one (id) ORDER BY one.id;
    IF NEW.kind = 'duplicate' THEN
        UPDATE ticket c SET duplicate_of = CASE WHEN v_by = 1 THEN NEW.parent_id END,
            state = CASE WHEN v_by = 1 THEN p.state ELSE NEW.state_before END
            FROM ticket p WHERE c.id = NEW.child_id AND p.id = NEW.parent_id;
        UPDATE ticket SET duplicates = duplicates + v_by WHERE id = NEW.parent_id;
    ELSE
        UPDATE ticket SET part_of = CASE WHEN v_by = 1 THEN NEW.parent_id END WHERE id = NEW.child_id;
        UPDATE ticket SET parts = parts + v_by WHERE id = NEW.parent_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT OR UPDATE OF child_seen, end_reason ON siaga.ticket_link
    FOR EACH ROW EXECUTE FUNCTION siaga.link_told();

-- A person's act on a linked ticket; ours pass. After `changes`, by name.
CREATE FUNCTION siaga.linked_allows() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    IF is_inner(TG_RELID) THEN
        RETURN NEW;
    END IF;
    IF OLD.duplicate_of IS NOT NULL AND NEW.act <> 'note' THEN
        PERFORM link_refuse('duplicate');
    END IF;
    IF OLD.parts > 0 AND NEW.act IN ('resolve', 'close', 'reject') AND EXISTS (
        SELECT FROM ticket WHERE part_of = OLD.id AND state NOT IN ('resolved', 'closed', 'rejected')
    ) THEN
        PERFORM link_refuse('parts_open');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER linked BEFORE UPDATE ON siaga.ticket FOR EACH ROW EXECUTE FUNCTION siaga.linked_allows();

CREATE FUNCTION siaga.linked_takes_no_agency() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    IF NOT is_inner(TG_RELID) AND EXISTS (
        SELECT FROM ticket WHERE id = NEW.ticket_id AND duplicate_of IS NOT NULL
    ) THEN
        PERFORM link_refuse('duplicate');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER linked BEFORE INSERT ON siaga.assignment
    FOR EACH ROW EXECUTE FUNCTION siaga.linked_takes_no_agency();

-- Duplicates go where their parent goes.
CREATE FUNCTION siaga.duplicates_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_child uuid;
BEGIN
    FOR v_child IN SELECT id FROM ticket WHERE duplicate_of = NEW.id ORDER BY id LOOP
        PERFORM write_audit('ticket', v_child, 'follow',
            jsonb_build_object('parent', NEW.number, 'state', NEW.state), '');
        UPDATE ticket SET state = NEW.state WHERE id = v_child;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER follow AFTER UPDATE ON siaga.ticket FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.duplicates > 0) EXECUTE FUNCTION siaga.duplicates_follow();

ALTER TABLE siaga.ticket_link ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON siaga.ticket_link TO {house};
GRANT INSERT (id, kind, child_id, parent_id, child_seen, parent_seen, reason) ON siaga.ticket_link TO {desk};
GRANT UPDATE (child_seen, end_reason) ON siaga.ticket_link TO {desk};
CREATE POLICY house_reads ON siaga.ticket_link FOR SELECT TO {house} USING (true);
CREATE POLICY desk_links ON siaga.ticket_link FOR INSERT TO {desk} WITH CHECK (true);
CREATE POLICY desk_unlinks ON siaga.ticket_link FOR UPDATE TO {desk} USING (true);
GRANT EXECUTE ON FUNCTION siaga.link_refuse(text) TO {desk}, {site}_agency;
