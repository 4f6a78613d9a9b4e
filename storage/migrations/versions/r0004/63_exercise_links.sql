-- An exercise and a real ticket do not belong together: linked, the real one would count nowhere. After `changes`, which
-- holds both.
CREATE FUNCTION siaga.link_in_earnest() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    IF (SELECT exercise FROM ticket WHERE id = NEW.child_id)
        IS DISTINCT FROM (SELECT exercise FROM ticket WHERE id = NEW.parent_id) THEN
        RAISE EXCEPTION 'one is an exercise' USING ERRCODE = 'SG005', DETAIL = 'exercise';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_earnest BEFORE INSERT ON siaga.ticket_link
    FOR EACH ROW EXECUTE FUNCTION siaga.link_in_earnest();
