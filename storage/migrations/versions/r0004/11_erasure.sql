-- A reporter's data is erased by two: a supervisor, who may read it, says what goes and why; an administrator, who may
-- not, lets it go. What cannot come back is not one person's to destroy.
ALTER TABLE siaga.report ADD COLUMN erased_at timestamptz;
ALTER TABLE siaga.nuisance ADD COLUMN erased_at timestamptz;

CREATE TABLE siaga.erasure (
    id uuid PRIMARY KEY,
    reason text NOT NULL CHECK (reason ~ '\S' AND length(reason) <= 500),
    report_ids uuid[] NOT NULL,
    nuisance_ids uuid[] NOT NULL,
    audit_numbers bigint[] NOT NULL,
    asked_by text NOT NULL DEFAULT session_user,
    asked_at timestamptz NOT NULL DEFAULT now(),
    carried_out_by text,
    carried_out_at timestamptz,
    CHECK ((carried_out_by IS NULL) = (carried_out_at IS NULL))
);

-- A number, in the form in which it is compared, stands for all its reports and nuisance calls; it is not kept here.
CREATE FUNCTION siaga.ask_erasure(
    p_id uuid, p_reason text, p_reports uuid[], p_number_key text, p_rows bigint[]
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_reports uuid[];
    v_nuisances uuid[];
    v_rows bigint[];
BEGIN
    IF my_role() IS DISTINCT FROM 'supervisor' THEN
        RAISE EXCEPTION '% may not ask for erasing', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF p_reason !~ '\S' THEN
        RAISE EXCEPTION 'say why it is erased' USING ERRCODE = 'SG002', COLUMN = 'reason';
    END IF;
    SELECT coalesce(array_agg(r.id ORDER BY r.id), '{}') INTO v_reports FROM report r WHERE r.erased_at IS NULL
        AND (r.id = ANY (p_reports) OR (p_number_key <> '' AND r.number_key = p_number_key));
    SELECT coalesce(array_agg(n.id ORDER BY n.id), '{}') INTO v_nuisances FROM nuisance n WHERE n.erased_at IS NULL
        AND p_number_key <> '' AND n.number_key = p_number_key;
    -- Of tickets alone: who did what with cameras, people and papers is no reporter's.
    SELECT coalesce(array_agg(a.number ORDER BY a.number), '{}') INTO v_rows FROM audit a
        WHERE a.number = ANY (p_rows) AND a.subject = 'ticket' AND a.salt IS NOT NULL;
    IF cardinality(v_reports) + cardinality(v_nuisances) + cardinality(v_rows) = 0
        OR NOT v_reports @> p_reports OR NOT v_rows @> p_rows THEN
        RAISE EXCEPTION 'nothing of that is there to be erased' USING ERRCODE = 'SG002', COLUMN = 'erasure';
    END IF;
    INSERT INTO erasure (id, reason, report_ids, nuisance_ids, audit_numbers)
        VALUES (p_id, p_reason, v_reports, v_nuisances, v_rows);
    PERFORM write_audit('erasure', p_id, 'ask', jsonb_build_object(
        'reports', cardinality(v_reports), 'nuisances', cardinality(v_nuisances), 'rows', to_jsonb(v_rows)), p_reason);
END $$;

-- The copies of what stands in the rows that go: the words of a ticket's last act, of an assignment's, and the fields
-- that such a row wrote last. Before the rows themselves are emptied.
CREATE FUNCTION siaga.erase_copies(p_tickets uuid[], p_rows bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    UPDATE assignment s SET said = '' WHERE s.ticket_id = ANY (p_tickets) AND s.said <> '' AND EXISTS (
        SELECT FROM audit a WHERE a.number = ANY (p_rows) AND a.subject_id = s.ticket_id AND a.said = s.said);
    UPDATE ticket t SET
        said = CASE WHEN EXISTS (
            SELECT FROM audit a WHERE a.number = ANY (p_rows) AND a.subject_id = t.id AND a.said = t.said
        ) THEN '' ELSE t.said END,
        title = CASE WHEN 'title' = ANY (w.gone)
            THEN (SELECT c.name_id FROM category c WHERE c.code = t.category) ELSE t.title END,
        place = CASE WHEN 'place' = ANY (w.gone) THEN '' ELSE t.place END,
        description = CASE WHEN 'description' = ANY (w.gone) THEN '' ELSE t.description END,
        landmark = CASE WHEN 'landmark' = ANY (w.gone) THEN '' ELSE t.landmark END,
        changed_at = now()
    FROM (
        SELECT i.id, ARRAY(
            SELECT f.name FROM unnest(ARRAY['title', 'place', 'description', 'landmark']) f (name)
            WHERE (
                SELECT max(a.number) FROM audit a WHERE a.subject = 'ticket' AND a.subject_id = i.id
                    AND (a.act = 'open' OR (a.act = 'edit' AND f.name = ANY (a.personal)))
            ) = ANY (p_rows)) AS gone
        FROM unnest(p_tickets) i (id)
    ) w WHERE w.id = t.id;
END $$;

-- Whoever keeps more of a reporter elsewhere erases it in a trigger on this table's update: in this transaction.
CREATE FUNCTION siaga.carry_out_erasure(p_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_asked erasure;
    v_tickets uuid[];
    v_ticket uuid;
BEGIN
    IF my_role() IS DISTINCT FROM 'administrator' THEN
        RAISE EXCEPTION '% may not erase', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT * INTO v_asked FROM erasure WHERE id = p_id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody asked for this' USING ERRCODE = 'SG002', COLUMN = 'erasure';
    END IF;
    IF v_asked.asked_by = session_user THEN
        RAISE EXCEPTION 'erasing takes two' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF v_asked.carried_out_at IS NOT NULL THEN
        RAISE EXCEPTION 'it was carried out before' USING ERRCODE = 'SG003';
    END IF;
    SELECT coalesce(array_agg(i ORDER BY i), '{}') INTO v_tickets FROM (
        SELECT ticket_id FROM report WHERE id = ANY (v_asked.report_ids)
        UNION SELECT subject_id FROM audit WHERE number = ANY (v_asked.audit_numbers)) found (i);
    -- As acts do: the link that loses its words, the assignment, then its ticket, and a duplicate after its parent
    -- (60_links.sql).
    PERFORM FROM ticket_link WHERE child_id = ANY (v_tickets) OR parent_id = ANY (v_tickets)
        ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM assignment WHERE ticket_id = ANY (v_tickets) ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM ticket WHERE id = ANY (v_tickets) ORDER BY duplicate_of IS NOT NULL, id FOR UPDATE;
    PERFORM erase_copies(v_tickets, v_asked.audit_numbers);
    UPDATE report SET words = '', caller_name = '', caller_number = '', number_key = '', erased_at = now()
        WHERE id = ANY (v_asked.report_ids);
    UPDATE nuisance SET caller_number = '', number_key = '', erased_at = now()
        WHERE id = ANY (v_asked.nuisance_ids);
    FOREACH v_ticket IN ARRAY v_tickets LOOP
        PERFORM write_audit('ticket', v_ticket, 'erase', jsonb_build_object('erasure', p_id,
            'reports', (SELECT count(*) FROM report WHERE id = ANY (v_asked.report_ids) AND ticket_id = v_ticket),
            'rows', to_jsonb(ARRAY(SELECT number FROM audit
                WHERE number = ANY (v_asked.audit_numbers) AND subject_id = v_ticket ORDER BY number))), '');
    END LOOP;
    UPDATE audit SET salt = NULL, said = '', facts = facts - personal
        WHERE number = ANY (v_asked.audit_numbers) AND salt IS NOT NULL;
    UPDATE erasure SET carried_out_by = session_user, carried_out_at = now() WHERE id = p_id;
    PERFORM write_audit('erasure', p_id, 'carry_out', jsonb_build_object(
        'reports', cardinality(v_asked.report_ids), 'nuisances', cardinality(v_asked.nuisance_ids),
        'rows', to_jsonb(v_asked.audit_numbers)), '');
END $$;

-- An assignment's words that go are no act of its agency's: the tables' owner takes them, and nothing else changes.
DROP TRIGGER changes ON siaga.assignment;
CREATE TRIGGER changes BEFORE INSERT ON siaga.assignment
    FOR EACH ROW EXECUTE FUNCTION siaga.assignment_changes();
CREATE TRIGGER changes_act BEFORE UPDATE ON siaga.assignment FOR EACH ROW
    WHEN (current_user <> '{site}_owner' OR NEW.said <> '' OR OLD.said = '' OR (NEW.state, NEW.act) <> (OLD.state, OLD.act))
    EXECUTE FUNCTION siaga.assignment_changes();
DROP TRIGGER audit_act ON siaga.assignment;
CREATE TRIGGER audit_act AFTER INSERT ON siaga.assignment
    FOR EACH ROW EXECUTE FUNCTION siaga.assignment_audit();
CREATE TRIGGER audit_acted AFTER UPDATE ON siaga.assignment FOR EACH ROW
    WHEN (current_user <> '{site}_owner' OR NEW.said <> '' OR OLD.said = '' OR (NEW.state, NEW.act) <> (OLD.state, OLD.act))
    EXECUTE FUNCTION siaga.assignment_audit();

GRANT SELECT ON siaga.erasure TO {keepers}, {site}_auditor;
GRANT EXECUTE ON FUNCTION siaga.ask_erasure TO {site}_supervisor;
GRANT EXECUTE ON FUNCTION siaga.carry_out_erasure TO {site}_administrator;
ALTER TABLE siaga.erasure ENABLE ROW LEVEL SECURITY;
CREATE POLICY keepers_read ON siaga.erasure FOR SELECT TO {keepers}, {site}_auditor USING (true);
