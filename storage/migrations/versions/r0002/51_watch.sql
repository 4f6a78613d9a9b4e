-- When cameras were watched, so that a quiet road is not taken for one that nobody looked at. A camera is watched while
-- a station holds its lease, it is to be analysed, and it has a zone. The stretch that runs stands in the lease, so that
-- renewing it writes nothing more; one that ended stands here.
CREATE TABLE siaga.watch (
    camera_id uuid NOT NULL REFERENCES siaga.camera (id),
    began_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL CHECK (ended_at >= began_at),
    PRIMARY KEY (camera_id, began_at)
);
CREATE INDEX watch_ended ON siaga.watch (ended_at);
ALTER TABLE siaga.lease ADD COLUMN watched_since timestamptz;

-- Another station that claims it in time goes on with the stretch: it is the site that watches.
CREATE FUNCTION siaga.lease_watches() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_now timestamptz := clock_timestamp();
    v_watches boolean := EXISTS (
        SELECT FROM camera c WHERE c.id = NEW.camera_id AND c.enabled AND c.analysed AND c.zones <> '[]');
BEGIN
    NEW.watched_since := CASE WHEN TG_OP = 'UPDATE' THEN OLD.watched_since END;
    IF NEW.watched_since IS NOT NULL AND (OLD.until < v_now OR NOT v_watches) THEN
        INSERT INTO watch (camera_id, began_at, ended_at)
            VALUES (NEW.camera_id, NEW.watched_since, greatest(NEW.watched_since, least(OLD.until, v_now)));
        NEW.watched_since := NULL;
    END IF;
    IF v_watches AND NEW.watched_since IS NULL AND NEW.until > v_now THEN
        NEW.watched_since := v_now;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER watches BEFORE INSERT OR UPDATE ON siaga.lease FOR EACH ROW EXECUTE FUNCTION siaga.lease_watches();

GRANT SELECT ON siaga.watch TO {house}, {site}_station;
