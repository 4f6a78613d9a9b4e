-- Whom a trouble belongs to: rules that keepers keep and desks read, and of each ticket what was proposed and chosen.
CREATE TABLE siaga.routing_rule (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name ~ '\S' AND length(name) <= 120),
    agency_id uuid NOT NULL REFERENCES siaga.agency (id),
    category text REFERENCES siaga.category (code),
    road text NOT NULL DEFAULT '' CHECK (road IN ('', 'national', 'provincial', 'regency', 'village')),
    -- A GeoJSON geometry; the program that brings it in checks its shape, this only that it is one.
    boundary text NOT NULL DEFAULT '' CHECK (octet_length(boundary) <= 1048576),
    enabled boolean NOT NULL DEFAULT true,
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT routing_rule_area_check CHECK (boundary = '' OR CASE boundary::jsonb ->> 'type'
        WHEN 'Polygon' THEN jsonb_typeof(boundary::jsonb #> '{coordinates,0,2,1}')
        WHEN 'MultiPolygon' THEN jsonb_typeof(boundary::jsonb #> '{coordinates,0,0,2,1}') END IS NOT DISTINCT FROM 'number')
);

-- Whose the road is, where the desk was told.
ALTER TABLE siaga.ticket ADD COLUMN road text NOT NULL DEFAULT ''
    CHECK (road IN ('', 'national', 'provincial', 'regency', 'village'));

CREATE TABLE siaga.routing (
    ticket_id uuid PRIMARY KEY REFERENCES siaga.ticket (id),
    -- One is a proposal, several are a question.
    candidates uuid[] NOT NULL CHECK (cardinality(candidates) BETWEEN 1 AND 20),
    rule text NOT NULL DEFAULT '' CHECK (length(rule) <= 120),
    doubts text[] NOT NULL DEFAULT '{}' CHECK (doubts <@ ARRAY['border', 'no_point', 'no_road', 'several']),
    distance_m double precision CHECK (distance_m >= 0),
    chosen uuid[] NOT NULL DEFAULT '{}',
    -- NULL while nobody was sent.
    followed boolean,
    decided_at timestamptz NOT NULL DEFAULT now(),
    decided_by text NOT NULL DEFAULT session_user
);

CREATE FUNCTION siaga.routing_decided() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM ticket t WHERE t.id = NEW.ticket_id AND t.opened_by = session_user
        AND t.changed_in = pg_current_xact_id() AND t.created_at = now()) THEN
        RAISE EXCEPTION 'a ticket of the same transaction' USING ERRCODE = 'SG002', COLUMN = 'ticket';
    END IF;
    IF EXISTS (SELECT FROM unnest(NEW.candidates) c WHERE c NOT IN (SELECT id FROM agency)) THEN
        RAISE EXCEPTION 'no such agency' USING ERRCODE = 'SG002', COLUMN = 'agency';
    END IF;
    NEW.chosen := ARRAY(SELECT agency_id FROM assignment WHERE ticket_id = NEW.ticket_id ORDER BY agency_id);
    NEW.followed := CASE WHEN cardinality(NEW.chosen) > 0 THEN NEW.chosen && NEW.candidates END;
    NEW.decided_at := now();
    NEW.decided_by := session_user;
    PERFORM write_audit('ticket', NEW.ticket_id, 'route', jsonb_build_object(
        'agency', (SELECT string_agg(g.name, ', ' ORDER BY array_position(NEW.candidates, g.id))
            FROM agency g WHERE g.id = ANY (NEW.candidates)),
        'rule', nullif(NEW.rule, ''),
        'doubts', nullif(array_to_string(NEW.doubts, ','), ''),
        'distance_m', round(NEW.distance_m)::text,
        'followed', NEW.followed::text), '');
    RETURN NEW;
END $$;
CREATE TRIGGER decided BEFORE INSERT ON siaga.routing FOR EACH ROW EXECUTE FUNCTION siaga.routing_decided();

CREATE TRIGGER changes BEFORE INSERT OR UPDATE ON siaga.routing_rule
    FOR EACH ROW EXECUTE FUNCTION siaga.camera_changes();
CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.routing_rule
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('routing_rule', 'id');

-- Of an area its digest: it may be a megabyte.
CREATE FUNCTION siaga.routing_rule_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM write_audit('routing_rule', NEW.id, lower(TG_OP), jsonb_build_object(
        'name', NEW.name, 'agency', (SELECT code FROM agency WHERE id = NEW.agency_id), 'category', NEW.category,
        'road', nullif(NEW.road, ''), 'enabled', NEW.enabled,
        'area', CASE WHEN NEW.boundary <> '' THEN encode(sha256(convert_to(NEW.boundary, 'UTF8')), 'hex') END), '');
    RETURN NULL;
END $$;
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON siaga.routing_rule
    FOR EACH ROW EXECUTE FUNCTION siaga.routing_rule_audit();

GRANT SELECT ON siaga.routing_rule, siaga.routing TO {house};
GRANT INSERT (id, name, agency_id, category, road, boundary, enabled),
    UPDATE (name, agency_id, category, road, boundary, enabled) ON siaga.routing_rule TO {keepers};
GRANT INSERT (ticket_id, candidates, rule, doubts, distance_m) ON siaga.routing TO {desk};
GRANT INSERT (road) ON siaga.ticket TO {desk};

ALTER TABLE siaga.routing_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.routing ENABLE ROW LEVEL SECURITY;
CREATE POLICY house_reads ON siaga.routing_rule FOR SELECT TO {house} USING (true);
CREATE POLICY keepers_insert ON siaga.routing_rule FOR INSERT TO {keepers}
    WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY keepers_update ON siaga.routing_rule FOR UPDATE TO {keepers}
    USING ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY house_reads ON siaga.routing FOR SELECT TO {house} USING (true);
CREATE POLICY desk_inserts ON siaga.routing FOR INSERT TO {desk} WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
