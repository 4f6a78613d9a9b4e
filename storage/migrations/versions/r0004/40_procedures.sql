-- Procedures (SOP): what is to be done about a ticket of a category, and what was. Versions are written once; a ticket
-- keeps the one that was the newest when it got its category. docs/design/procedures.md; storage/model/procedures.py
-- evaluates the same conditions. SG006 this step does not apply, or nobody knows yet whether it does.
CREATE TABLE siaga.procedure (
    category text NOT NULL REFERENCES siaga.category (code),
    version integer NOT NULL CHECK (version >= 1),
    -- {name, steps: [{key, kind, who, text, when: [{step, answers}], options, preset, must, answers}]}
    body jsonb NOT NULL CHECK (jsonb_typeof(body -> 'steps') = 'array'),
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (category, version)
);

CREATE TABLE siaga.ticket_procedure (
    ticket_id uuid NOT NULL REFERENCES siaga.ticket (id),
    category text NOT NULL,
    version integer NOT NULL,
    fixed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (ticket_id, category),
    FOREIGN KEY (category, version) REFERENCES siaga.procedure (category, version)
);

CREATE TABLE siaga.step_answer (
    id uuid PRIMARY KEY,
    ticket_id uuid NOT NULL REFERENCES siaga.ticket (id),
    category text NOT NULL,
    step text NOT NULL,
    answer text NOT NULL,  -- one of the step's, or 'skip'
    note text NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
    reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 2000),
    still_id uuid REFERENCES siaga.still (id),
    seen_version integer NOT NULL,
    -- Which of the ticket's answers: of several to one step the last one stands.
    number integer NOT NULL,
    answered_by uuid NOT NULL REFERENCES siaga.person (id),
    answered_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (ticket_id, number),
    FOREIGN KEY (ticket_id, category) REFERENCES siaga.ticket_procedure (ticket_id, category)
);

-- What supervisors have to know of: a step that was skipped (under the answer's id), steps that a closing left.
CREATE TABLE siaga.procedure_notice (
    id uuid PRIMARY KEY,
    ticket_id uuid NOT NULL REFERENCES siaga.ticket (id),
    kind text NOT NULL CHECK (kind IN ('skipped', 'left')),
    steps integer NOT NULL CHECK (steps >= 1),
    text jsonb NOT NULL,
    reason text NOT NULL DEFAULT '',
    made_by uuid NOT NULL REFERENCES siaga.person (id),
    made_at timestamptz NOT NULL DEFAULT now(),
    seen_by uuid REFERENCES siaga.person (id),
    seen_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    CHECK ((seen_by IS NULL) = (seen_at IS NULL))
);
CREATE INDEX procedure_notice_unseen ON siaga.procedure_notice (made_at) WHERE seen_at IS NULL;

-- Categories of the shipped procedures that a site of an earlier revision has not got; a new site is seeded with them.
UPDATE siaga.category SET position = position + 3 WHERE code IN ('camera_fault', 'other');
INSERT INTO siaga.category (code, name_id, name_en, priority, agency_code, position)
SELECT n.code, n.name_id, n.name_en, n.priority, n.agency_code, n.position
FROM (VALUES
    ('street_vendors', 'Pedagang kaki lima', 'Street vendors', 3, 'satpolpp', 10),
    ('crowd', 'Kerumunan massa', 'Crowd', 2, 'polri', 11),
    ('crime', 'Tindak kejahatan', 'Crime in progress', 1, 'polri', 12)
) n (code, name_id, name_en, priority, agency_code, position)
JOIN siaga.agency a ON a.code = n.agency_code
ON CONFLICT DO NOTHING;

-- A ticket keeps the newest version of its category's procedure; one that comes back to a category goes on there.
CREATE FUNCTION siaga.procedure_fixed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    INSERT INTO ticket_procedure (ticket_id, category, version)
        SELECT NEW.id, p.category, p.version FROM procedure p WHERE p.category = NEW.category
        ORDER BY p.version DESC LIMIT 1
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER procedure_open AFTER INSERT ON siaga.ticket FOR EACH ROW EXECUTE FUNCTION siaga.procedure_fixed();
CREATE TRIGGER procedure_edit AFTER UPDATE ON siaga.ticket FOR EACH ROW
    WHEN (OLD.category IS DISTINCT FROM NEW.category) EXECUTE FUNCTION siaga.procedure_fixed();

-- The steps that apply to a ticket now, in order, with the answer that stands, if any. A question that was skipped, or
-- that does not apply itself, opens none of its branches.
CREATE FUNCTION siaga.steps_taken(p_ticket uuid, p_category text)
RETURNS TABLE (step text, number integer, body jsonb, answer text)
LANGUAGE plpgsql STABLE SET search_path = siaga, pg_temp AS $$
DECLARE
    v_answers jsonb := (
        SELECT coalesce(jsonb_object_agg(last.step, last.answer), '{}') FROM (
            SELECT DISTINCT ON (s.step) s.step, s.answer FROM step_answer s
            WHERE s.ticket_id = p_ticket AND s.category = p_category ORDER BY s.step, s.number DESC) last);
    v_taken jsonb := '{}';
    v_step jsonb;
BEGIN
    FOR v_step, number IN
        SELECT e.value, e.ordinality FROM ticket_procedure t JOIN procedure p USING (category, version),
            jsonb_array_elements(p.body -> 'steps') WITH ORDINALITY e
        WHERE t.ticket_id = p_ticket AND t.category = p_category ORDER BY e.ordinality
    LOOP
        step := v_step ->> 'key';
        CONTINUE WHEN EXISTS (
            SELECT FROM jsonb_array_elements(v_step -> 'when') w WHERE NOT coalesce(
                v_taken ? (w ->> 'step') AND (w -> 'answers') ? (v_answers ->> (w ->> 'step')), false));
        v_taken := v_taken || jsonb_build_object(step, true);
        body := v_step;
        answer := v_answers ->> step;
        RETURN NEXT;
    END LOOP;
END $$;

-- Who may answer: the desk, but a supervisor's step a supervisor; an agency's people their own agency's steps.
CREATE FUNCTION siaga.assert_may_answer(p_who text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = siaga, pg_temp AS $$
DECLARE
    v_role text := coalesce(my_role(), '');
BEGIN
    IF v_role = 'supervisor' OR (v_role = 'operator' AND p_who <> 'supervisor') OR (v_role = 'agency'
        AND p_who = (SELECT code FROM agency WHERE id = my_agency_id())) THEN
        RETURN;
    END IF;
    RAISE EXCEPTION '% may not answer a step of %', session_user, p_who USING ERRCODE = 'insufficient_privilege';
END $$;

-- The ticket's row is held, as by every act on it. A picture of this transaction has raised the version by one.
CREATE FUNCTION siaga.hold_for_answer(p_ticket uuid, p_seen integer) RETURNS siaga.ticket
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
DECLARE
    v_ticket ticket;
BEGIN
    SELECT * INTO v_ticket FROM ticket WHERE id = p_ticket FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such ticket for %', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF p_seen IS DISTINCT FROM v_ticket.version - (CASE
        WHEN v_ticket.changed_in = pg_current_xact_id() AND v_ticket.changed_at = now() THEN 1 ELSE 0 END) THEN
        RAISE EXCEPTION 'version % stands, % was seen', v_ticket.version, p_seen USING ERRCODE = 'SG003';
    END IF;
    IF v_ticket.state IN ('closed', 'rejected') THEN
        RAISE EXCEPTION 'a ticket that is % takes no answer', v_ticket.state
            USING ERRCODE = 'SG001', DETAIL = v_ticket.state;
    END IF;
    IF v_ticket.duplicate_of IS NOT NULL THEN
        PERFORM link_refuse('duplicate');  -- it is worked at the ticket that it doubles
    END IF;
    RETURN v_ticket;
END $$;

CREATE FUNCTION siaga.step_answered() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
DECLARE
    v_ticket ticket := hold_for_answer(NEW.ticket_id, NEW.seen_version);
    v_before text;
    v_body jsonb;
BEGIN
    NEW.category := v_ticket.category;
    SELECT e.value INTO v_body FROM ticket_procedure t JOIN procedure p USING (category, version),
        jsonb_array_elements(p.body -> 'steps') e
        WHERE t.ticket_id = NEW.ticket_id AND t.category = NEW.category AND e.value ->> 'key' = NEW.step;
    IF v_body IS NULL THEN
        RAISE EXCEPTION 'no such step: %', NEW.step USING ERRCODE = 'SG002', COLUMN = 'step';
    END IF;
    PERFORM assert_may_answer(v_body ->> 'who');
    SELECT t.body, t.answer INTO v_body, v_before FROM steps_taken(NEW.ticket_id, NEW.category) t
        WHERE t.step = NEW.step;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the step % does not apply', NEW.step USING ERRCODE = 'SG006';
    END IF;
    IF NEW.answer <> 'skip' AND NOT (v_body -> 'answers') ? NEW.answer THEN
        RAISE EXCEPTION '% is no answer to %', NEW.answer, NEW.step USING ERRCODE = 'SG002', COLUMN = 'answer';
    END IF;
    IF NEW.reason !~ '\S' AND (NEW.answer = 'skip' OR coalesce(v_before, 'skip') <> 'skip') THEN
        RAISE EXCEPTION 'skipping and correcting need a reason' USING ERRCODE = 'SG002', COLUMN = 'text';
    END IF;
    IF NEW.still_id IS NOT NULL AND NOT EXISTS (SELECT FROM still s WHERE s.id = NEW.still_id
        AND s.ticket_id = NEW.ticket_id AND s.taken_by = session_user AND s.taken_at = now()) THEN
        RAISE EXCEPTION 'a picture of its own transaction' USING ERRCODE = 'SG002', COLUMN = 'still';
    END IF;
    NEW.number := 1 + coalesce((SELECT max(s.number) FROM step_answer s WHERE s.ticket_id = NEW.ticket_id), 0);
    NEW.answered_by := my_person_id();
    NEW.answered_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER answered BEFORE INSERT ON siaga.step_answer FOR EACH ROW EXECUTE FUNCTION siaga.step_answered();

CREATE FUNCTION siaga.step_told() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_before text := (SELECT s.answer FROM step_answer s WHERE s.ticket_id = NEW.ticket_id AND s.step = NEW.step
        AND s.category = NEW.category AND s.number < NEW.number ORDER BY s.number DESC LIMIT 1);
    v_version integer;
    v_at bigint;
    v_body jsonb;
BEGIN
    SELECT p.version, e.ordinality, e.value INTO v_version, v_at, v_body
        FROM ticket_procedure t JOIN procedure p USING (category, version),
            jsonb_array_elements(p.body -> 'steps') WITH ORDINALITY e
        WHERE t.ticket_id = NEW.ticket_id AND t.category = NEW.category AND e.value ->> 'key' = NEW.step;
    PERFORM write_audit('ticket', NEW.ticket_id, CASE
        WHEN NEW.answer = 'skip' THEN 'skip_step'
        WHEN coalesce(v_before, 'skip') <> 'skip' THEN 'correct_step'
        ELSE 'answer_step' END, jsonb_build_object(
            'id', NEW.id, 'category', NEW.category, 'version', v_version, 'step', NEW.step, 'n', v_at,
            'answer', NEW.answer, 'text_id', v_body #>> '{text,id}', 'text_en', v_body #>> '{text,en}',
            'sha256', (SELECT s.sha256 FROM still s WHERE s.id = NEW.still_id)
        ) || coalesce((
            SELECT jsonb_build_object('answer_id', o #>> '{text,id}', 'answer_en', o #>> '{text,en}')
            FROM jsonb_array_elements(v_body -> 'options') o WHERE o ->> 'key' = NEW.answer), '{}'),
        concat_ws(E'\n', nullif(NEW.reason, ''), nullif(NEW.note, '')));
    IF NEW.answer = 'skip' THEN
        INSERT INTO procedure_notice (id, ticket_id, kind, steps, text, reason, made_by)
            VALUES (NEW.id, NEW.ticket_id, 'skipped', 1, v_body -> 'text', NEW.reason, NEW.answered_by);
    END IF;
    UPDATE ticket SET changed_at = now() WHERE id = NEW.ticket_id;
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT ON siaga.step_answer FOR EACH ROW EXECUTE FUNCTION siaga.step_told();

-- A closing is never refused for a step's sake; what it leaves is written down and told. Only a person's own act: a
-- duplicate that follows its ticket was worked there. Before the closing's own row, which stays the ticket's last.
CREATE FUNCTION siaga.steps_left() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_id uuid := gen_random_uuid();
    v_left text[];
    v_text jsonb;
BEGIN
    SELECT array_agg(t.step ORDER BY t.number), (array_agg(t.body -> 'text' ORDER BY t.number))[1]
        INTO v_left, v_text
        FROM steps_taken(NEW.id, NEW.category) t WHERE t.answer IS NULL AND (t.body ->> 'must')::boolean;
    IF v_left IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM write_audit('ticket', NEW.id, 'steps_left', jsonb_build_object(
        'id', v_id, 'category', NEW.category, 'n', cardinality(v_left), 'step', array_to_string(v_left, ', ')), '');
    INSERT INTO procedure_notice (id, ticket_id, kind, steps, text, reason, made_by)
        VALUES (v_id, NEW.id, 'left', cardinality(v_left), v_text, NEW.said, my_person_id());
    RETURN NULL;
END $$;
CREATE TRIGGER a_steps_left AFTER UPDATE ON siaga.ticket FOR EACH ROW
    WHEN (NEW.state = 'closed' AND OLD.state <> 'closed' AND OLD.act_count IS DISTINCT FROM NEW.act_count)
    EXECUTE FUNCTION siaga.steps_left();

-- The ticket first, as everybody else holds them; who comes second has nothing to do.
CREATE FUNCTION siaga.see_notice(p_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_ticket uuid := (SELECT ticket_id FROM procedure_notice WHERE id = p_id);
BEGIN
    IF my_role() IS DISTINCT FROM 'supervisor' THEN
        RAISE EXCEPTION '% is no supervisor', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF v_ticket IS NULL THEN
        RAISE EXCEPTION 'no such notice' USING ERRCODE = 'SG002', COLUMN = 'notice';
    END IF;
    PERFORM FROM ticket WHERE id = v_ticket FOR UPDATE;
    UPDATE procedure_notice SET seen_by = my_person_id(), seen_at = now(), version = version + 1
        WHERE id = p_id AND seen_at IS NULL;
    IF FOUND THEN
        PERFORM write_audit('ticket', v_ticket, 'see_steps', jsonb_build_object('id', p_id), '');
    END IF;
END $$;

-- The words of answers go with the audit rows that hold them (11_erasure.sql); nothing else of an answer ever changes.
CREATE FUNCTION siaga.answer_stays() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    IF NOT is_inner(TG_RELID) THEN
        RAISE EXCEPTION 'an answer stays' USING ERRCODE = 'insufficient_privilege';
    END IF;
    NEW := OLD;
    NEW.note := '';
    NEW.reason := '';
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON siaga.step_answer FOR EACH ROW EXECUTE FUNCTION siaga.answer_stays();
CREATE TRIGGER stays_whole BEFORE DELETE OR TRUNCATE ON siaga.step_answer
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.stays();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON siaga.procedure
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.stays();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON siaga.ticket_procedure
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.stays();

CREATE FUNCTION siaga.steps_lose_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_ids uuid[] := ARRAY(SELECT (a.facts ->> 'id')::uuid FROM audit a WHERE a.number = ANY (NEW.audit_numbers)
        AND a.subject = 'ticket' AND a.act IN ('answer_step', 'correct_step', 'skip_step'));
BEGIN
    UPDATE step_answer SET note = '' WHERE id = ANY (v_ids);
    UPDATE procedure_notice SET reason = '' WHERE id = ANY (v_ids);
    -- What a closing left has the closing's words.
    UPDATE procedure_notice n SET reason = '' FROM audit a WHERE a.number = ANY (NEW.audit_numbers)
        AND a.subject = 'ticket' AND a.act = 'close' AND n.ticket_id = a.subject_id AND n.kind = 'left';
    RETURN NULL;
END $$;
CREATE TRIGGER steps_lose_words AFTER UPDATE ON siaga.erasure FOR EACH ROW
    WHEN (OLD.carried_out_at IS NULL AND NEW.carried_out_at IS NOT NULL)
    EXECUTE FUNCTION siaga.steps_lose_words();

-- An answer is told by its ticket's own change.
CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.procedure_notice
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('procedure', 'id');

GRANT SELECT ON siaga.procedure, siaga.ticket_procedure, siaga.step_answer TO {people};
GRANT INSERT (id, ticket_id, step, answer, note, reason, still_id, seen_version)
    ON siaga.step_answer TO {desk}, {site}_agency;
GRANT SELECT ON siaga.procedure_notice TO {readers};
GRANT EXECUTE ON FUNCTION siaga.steps_taken, siaga.assert_may_answer, siaga.hold_for_answer TO {people};
GRANT EXECUTE ON FUNCTION siaga.see_notice TO {site}_supervisor;

ALTER TABLE siaga.procedure ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.ticket_procedure ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.step_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.procedure_notice ENABLE ROW LEVEL SECURITY;
CREATE POLICY people_read ON siaga.procedure FOR SELECT TO {people} USING (true);
CREATE POLICY house_reads ON siaga.ticket_procedure FOR SELECT TO {house} USING (true);
CREATE POLICY agency_reads ON siaga.ticket_procedure FOR SELECT TO {site}_agency
    USING (ticket_id IN (SELECT a.ticket_id FROM siaga.assignment a));
CREATE POLICY house_reads ON siaga.step_answer FOR SELECT TO {house} USING (true);
CREATE POLICY agency_reads ON siaga.step_answer FOR SELECT TO {site}_agency
    USING (ticket_id IN (SELECT a.ticket_id FROM siaga.assignment a));
CREATE POLICY desk_answers ON siaga.step_answer FOR INSERT TO {desk} WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY agency_answers ON siaga.step_answer FOR INSERT TO {site}_agency WITH CHECK (
    (SELECT siaga.my_role()) IS NOT NULL AND ticket_id IN (SELECT a.ticket_id FROM siaga.assignment a));
CREATE POLICY readers_read ON siaga.procedure_notice FOR SELECT TO {readers} USING (true);
-- Nor does a timeline tell those who see no notice, and are not told, that one was seen.
CREATE POLICY notices_are_the_houses ON siaga.audit AS RESTRICTIVE FOR SELECT TO {site}_agency, {site}_wall
    USING (act <> 'see_steps');
