-- What a person pushed to the wall; at most one stands.
CREATE TABLE siaga.wall_push (
    id uuid PRIMARY KEY,
    camera_ids uuid[] NOT NULL,
    ticket_id uuid REFERENCES siaga.ticket (id),
    reason text NOT NULL CHECK (reason ~ '\S' AND length(reason) <= 500),
    pushed_by uuid NOT NULL REFERENCES siaga.person (id),
    pushed_at timestamptz NOT NULL DEFAULT now(),
    released_at timestamptz,
    released_by uuid REFERENCES siaga.person (id),
    version integer NOT NULL DEFAULT 1,
    CHECK ((released_at IS NULL) = (released_by IS NULL))
);
CREATE UNIQUE INDEX wall_push_stands ON siaga.wall_push ((true)) WHERE released_at IS NULL;

-- A new push takes the former's place. The site's row is held, so that two desks take turns.
CREATE FUNCTION siaga.wall_pushed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_desk('push to the wall');
    IF array_ndims(NEW.camera_ids) IS DISTINCT FROM 1 OR cardinality(NEW.camera_ids) > 4
        OR (SELECT count(DISTINCT c.id) FROM camera c WHERE c.id = ANY (NEW.camera_ids)) <> cardinality(NEW.camera_ids)
    THEN
        RAISE EXCEPTION 'one to four different cameras go to the wall' USING ERRCODE = 'SG002', COLUMN = 'cameras';
    END IF;
    NEW.pushed_by := my_person_id();
    NEW.pushed_at := now();
    NEW.released_at := NULL;
    NEW.released_by := NULL;
    NEW.version := 1;
    PERFORM FROM site FOR NO KEY UPDATE;
    UPDATE wall_push SET released_at = now() WHERE released_at IS NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER pushed BEFORE INSERT ON siaga.wall_push FOR EACH ROW EXECUTE FUNCTION siaga.wall_pushed();

CREATE FUNCTION siaga.wall_released() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_desk('release the wall');
    IF OLD.released_at IS NOT NULL THEN
        RAISE EXCEPTION 'it was released before' USING ERRCODE = 'SG003';
    END IF;
    NEW := OLD;
    NEW.released_at := now();
    NEW.released_by := my_person_id();
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER released BEFORE UPDATE ON siaga.wall_push FOR EACH ROW EXECUTE FUNCTION siaga.wall_released();

CREATE FUNCTION siaga.wall_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM write_audit('wall', NEW.id, CASE WHEN TG_OP = 'INSERT' THEN 'push' ELSE 'release' END,
        CASE WHEN TG_OP = 'INSERT' THEN jsonb_build_object(
            'cameras', (
                SELECT string_agg(c.number::text, ', ' ORDER BY array_position(NEW.camera_ids, c.id))
                FROM camera c WHERE c.id = ANY (NEW.camera_ids)),
            'ticket', (SELECT number FROM ticket WHERE id = NEW.ticket_id)
        ) ELSE '{}' END,
        CASE WHEN TG_OP = 'INSERT' THEN NEW.reason ELSE '' END);
    RETURN NULL;
END $$;
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON siaga.wall_push FOR EACH ROW EXECUTE FUNCTION siaga.wall_audit();

CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.wall_push
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('wall', 'id');

GRANT SELECT ON siaga.wall_push TO {house};
GRANT INSERT (id, camera_ids, ticket_id, reason), UPDATE (released_at) ON siaga.wall_push TO {desk};
