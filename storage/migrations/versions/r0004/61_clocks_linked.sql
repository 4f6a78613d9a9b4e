-- A duplicate's clocks stand still: its parent's go on for both.
CREATE FUNCTION siaga.linked_clocks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM write_clock_event(NEW.id, CASE WHEN NEW.duplicate_of IS NULL THEN 'unlink' ELSE 'link' END,
        NULL, NULL, '', false);
    RETURN NULL;
END $$;
CREATE TRIGGER clock_link AFTER UPDATE ON siaga.ticket FOR EACH ROW
    WHEN ((OLD.duplicate_of IS NULL) <> (NEW.duplicate_of IS NULL)) EXECUTE FUNCTION siaga.linked_clocks();
