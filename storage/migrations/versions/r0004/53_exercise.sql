-- An exercise: while one runs, a desk may open tickets that are marked as such for good, in their number too.
CREATE TABLE siaga.exercise (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name ~ '\S' AND length(name) <= 200),
    started_at timestamptz NOT NULL DEFAULT now(),
    started_by uuid NOT NULL REFERENCES siaga.person (id),
    ended_at timestamptz,
    ended_by uuid REFERENCES siaga.person (id),
    version integer NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX exercise_running ON siaga.exercise ((true)) WHERE ended_at IS NULL;

ALTER TABLE siaga.ticket ADD COLUMN exercise_id uuid REFERENCES siaga.exercise (id);
ALTER TABLE siaga.ticket ADD COLUMN exercise boolean NOT NULL DEFAULT false;
INSERT INTO siaga.transition (subject, start, act, "end", role, needs)
    SELECT 'ticket', s, 'make_real', s, 'supervisor', ARRAY['text']
    FROM unnest(ARRAY['new', 'acknowledged', 'in_progress', 'resolved']) s;

CREATE FUNCTION siaga.exercise_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    IF coalesce(my_role(), '') <> 'supervisor' THEN
        RAISE EXCEPTION '% may not run exercises', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'INSERT' THEN
        NEW.started_at := now();
        NEW.started_by := my_person_id();
        NEW.version := 1;
        RETURN NEW;
    END IF;
    IF OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'this exercise has ended' USING ERRCODE = 'SG003';
    END IF;
    NEW.ended_at := now();
    NEW.ended_by := my_person_id();
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER changes BEFORE INSERT OR UPDATE ON siaga.exercise
    FOR EACH ROW EXECUTE FUNCTION siaga.exercise_changes();

CREATE FUNCTION siaga.exercise_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM write_audit('exercise', NEW.id, CASE WHEN NEW.ended_at IS NULL THEN 'start' ELSE 'end' END,
        jsonb_build_object('name', NEW.name), '');
    RETURN NULL;
END $$;
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON siaga.exercise FOR EACH ROW EXECUTE FUNCTION siaga.exercise_audit();
CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.exercise
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('exercise', 'id');

-- After `opens`, which makes the number. The exercise's row is held, so that it cannot end in between.
CREATE FUNCTION siaga.ticket_of_exercise() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    NEW.exercise := NEW.exercise_id IS NOT NULL;
    IF NEW.exercise THEN
        PERFORM FROM exercise e WHERE e.id = NEW.exercise_id AND e.ended_at IS NULL FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no such exercise runs' USING ERRCODE = 'SG002', COLUMN = 'exercise';
        END IF;
        NEW.number := 'LAT-' || NEW.number;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opens_in_exercise BEFORE INSERT ON siaga.ticket
    FOR EACH ROW EXECUTE FUNCTION siaga.ticket_of_exercise();

-- What turned out to be in earnest is real from then on, never the other way round. After `changes`, which judges.
CREATE FUNCTION siaga.ticket_made_real() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    IF is_inner(TG_RELID) OR NEW.act <> 'make_real' THEN
        RETURN NEW;
    END IF;
    IF NOT OLD.exercise THEN
        RAISE EXCEPTION 'it is real' USING ERRCODE = 'SG001', DETAIL = OLD.state;
    END IF;
    -- Its duplicates and parts are exercises: it is real without them, so they are let go first.
    IF OLD.duplicate_of IS NOT NULL OR OLD.part_of IS NOT NULL OR OLD.duplicates > 0 OR OLD.parts > 0 THEN
        RAISE EXCEPTION 'linked to an exercise' USING ERRCODE = 'SG005', DETAIL = 'exercise';
    END IF;
    NEW.exercise := false;
    NEW.number := substr(OLD.number, length('LAT-') + 1);
    RETURN NEW;
END $$;
CREATE TRIGGER made_real BEFORE UPDATE ON siaga.ticket FOR EACH ROW EXECUTE FUNCTION siaga.ticket_made_real();

-- A real alarm is not taken off the list by an exercise.
CREATE FUNCTION siaga.alarm_is_real() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    IF NEW.ticket_id IS DISTINCT FROM OLD.ticket_id
        AND EXISTS (SELECT FROM ticket t WHERE t.id = NEW.ticket_id AND t.exercise) THEN
        RAISE EXCEPTION 'an exercise takes no real alarm' USING ERRCODE = 'SG002', COLUMN = 'exercise';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER real BEFORE UPDATE ON siaga.alarm FOR EACH ROW EXECUTE FUNCTION siaga.alarm_is_real();

GRANT SELECT ON siaga.exercise TO {people};
GRANT INSERT (id, name), UPDATE (ended_at) ON siaga.exercise TO {site}_supervisor;
GRANT INSERT (exercise_id) ON siaga.ticket TO {desk};
ALTER TABLE siaga.exercise ENABLE ROW LEVEL SECURITY;
CREATE POLICY people_read ON siaga.exercise FOR SELECT TO {people} USING (true);
CREATE POLICY supervisor_starts ON siaga.exercise FOR INSERT TO {site}_supervisor
    WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY supervisor_ends ON siaga.exercise FOR UPDATE TO {site}_supervisor
    USING ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY agency_reads_exercises ON siaga.change FOR SELECT TO {site}_agency USING (kind = 'exercise');
