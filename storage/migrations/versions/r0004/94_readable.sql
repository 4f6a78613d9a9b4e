-- One row that no client could read ends every list that it stands in: whoever may write a camera, an area or a sighting
-- could so blind all desks. The program that writes these checks them; this holds for one that does not. Checks of the
-- tables would be asked of the rows that an older record holds.
CREATE FUNCTION siaga.is_point(p_point jsonb, p_most_x numeric, p_most_y numeric) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = siaga, pg_temp
BEGIN ATOMIC
    SELECT CASE WHEN jsonb_typeof(p_point) = 'array' THEN
        CASE WHEN jsonb_typeof(p_point -> 0) = 'number' AND jsonb_typeof(p_point -> 1) = 'number'
            THEN abs((p_point ->> 0)::numeric) <= p_most_x AND abs((p_point ->> 1)::numeric) <= p_most_y
            ELSE false END
        ELSE false END;
END;

-- A zone's points are shares of the picture; a little outside is no harm.
CREATE FUNCTION siaga.zone_fits(p_zone jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = siaga, pg_temp
BEGIN ATOMIC
    SELECT CASE WHEN jsonb_typeof(p_zone -> 'polygon') = 'array' AND jsonb_typeof(p_zone -> 'name') = 'string' THEN
        coalesce(p_zone ->> 'id' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', false) AND NOT EXISTS (
            SELECT FROM jsonb_array_elements(p_zone -> 'polygon') p
            WHERE NOT siaga.is_point(p, 2, 2) OR jsonb_array_length(p) <> 2)
        ELSE false END;
END;

CREATE FUNCTION siaga.zones_are_read() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    IF jsonb_typeof(NEW.zones) = 'array' AND EXISTS (
        SELECT FROM jsonb_array_elements(NEW.zones) z WHERE NOT zone_fits(z)) THEN
        RAISE EXCEPTION 'zones that nobody can read' USING ERRCODE = 'SG002', COLUMN = 'zones';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER zones_are_read BEFORE INSERT OR UPDATE OF zones ON siaga.camera
    FOR EACH ROW EXECUTE FUNCTION siaga.zones_are_read();

-- A GeoJSON Polygon or MultiPolygon whose every point is one of the earth.
CREATE FUNCTION siaga.boundary_fits(p_boundary text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = siaga, pg_temp AS $$
DECLARE
    v_drawn jsonb;
BEGIN
    v_drawn := p_boundary::jsonb;
    v_drawn := CASE v_drawn ->> 'type' WHEN 'Polygon' THEN jsonb_build_array(v_drawn -> 'coordinates')
        WHEN 'MultiPolygon' THEN v_drawn -> 'coordinates' END;
    RETURN v_drawn IS NOT NULL
        AND EXISTS (SELECT FROM jsonb_path_query(v_drawn, 'strict $[*][*]'))
        AND NOT EXISTS (SELECT FROM jsonb_path_query(v_drawn, 'strict $[*][*]') r WHERE jsonb_array_length(r) < 3)
        AND NOT EXISTS (
            SELECT FROM jsonb_path_query(v_drawn, 'strict $[*][*][*]') p WHERE NOT is_point(p, 180, 90));
EXCEPTION WHEN data_exception OR program_limit_exceeded OR statement_too_complex THEN
    RETURN false;
END $$;

CREATE FUNCTION siaga.boundary_is_read() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    IF NEW.boundary <> '' AND octet_length(NEW.boundary) <= 1048576 AND NOT boundary_fits(NEW.boundary) THEN
        RAISE EXCEPTION 'an area that nobody can read' USING ERRCODE = 'SG002', COLUMN = 'boundary';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER boundary_is_read BEFORE INSERT OR UPDATE OF boundary ON siaga.area
    FOR EACH ROW EXECUTE FUNCTION siaga.boundary_is_read();
CREATE TRIGGER boundary_is_read BEFORE INSERT OR UPDATE OF boundary ON siaga.routing_rule
    FOR EACH ROW EXECUTE FUNCTION siaga.boundary_is_read();

-- What a machine or a program measured: no number without an end, no time without a year that every client knows.
CREATE FUNCTION siaga.measures_are_read() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
DECLARE
    v_row jsonb := to_jsonb(NEW);
    v_name text;
BEGIN
    FOREACH v_name IN ARRAY TG_ARGV LOOP
        IF v_row ->> v_name IN ('Infinity', '-Infinity', 'NaN', 'infinity', '-infinity') THEN
            RAISE EXCEPTION 'a % without an end', v_name USING ERRCODE = 'SG002', COLUMN = v_name;
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER measures_are_read BEFORE INSERT ON siaga.sighting
    FOR EACH ROW EXECUTE FUNCTION siaga.measures_are_read('speed');
CREATE TRIGGER measures_are_read BEFORE INSERT OR UPDATE ON siaga.alarm
    FOR EACH ROW EXECUTE FUNCTION siaga.measures_are_read('speed', 'held_s', 'cooldown_s');
CREATE TRIGGER measures_are_read BEFORE INSERT ON siaga.routing
    FOR EACH ROW EXECUTE FUNCTION siaga.measures_are_read('distance_m');

CREATE FUNCTION siaga.sighting_has_a_year() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    IF NEW.seen_at < '0001-01-02 00:00+00' OR NEW.seen_at >= '9999-12-31 00:00+00' THEN
        RAISE EXCEPTION 'a time that nobody can read' USING ERRCODE = 'SG002', COLUMN = 'seen_at';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER has_a_year BEFORE INSERT ON siaga.sighting FOR EACH ROW EXECUTE FUNCTION siaga.sighting_has_a_year();
