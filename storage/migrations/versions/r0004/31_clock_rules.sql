-- What clocks are measured against. Targets and classes are written once and hold from then on, so that what held when a
-- ticket was opened can always be asked; hours and days off of the site beside the nation's, which come with the program.
CREATE TABLE siaga.clock_target (
    id uuid PRIMARY KEY,
    category text CHECK (category ~ '^[a-z_]+$'),
    clock_class text NOT NULL
        CHECK (clock_class IN ('emergency', 'incident', 'information', 'complaint', 'oversight')),
    goal text NOT NULL
        CHECK (goal IN ('answer', 'dispatch', 'on_scene', 'verify', 'agency_answer', 'resolve', 'reply')),
    unit text NOT NULL CHECK (unit IN ('seconds', 'working_days')),
    -- Null: no such goal from then on.
    amount integer CONSTRAINT clock_target_amount_check CHECK (amount >= 1 AND amount <= CASE unit WHEN 'seconds' THEN 10000000 ELSE 1000 END),
    warn_percent smallint NOT NULL DEFAULT 80 CHECK (warn_percent BETWEEN 1 AND 100),
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    replaces uuid UNIQUE REFERENCES siaga.clock_target (id),
    made_by uuid REFERENCES siaga.person (id)
);
CREATE UNIQUE INDEX clock_target_first ON siaga.clock_target (coalesce(category, ''), clock_class, goal)
    WHERE replaces IS NULL;

CREATE TABLE siaga.clock_category (
    id uuid PRIMARY KEY,
    category text NOT NULL CHECK (category ~ '^[a-z_]+$'),
    clock_class text NOT NULL
        CHECK (clock_class IN ('emergency', 'incident', 'information', 'complaint', 'oversight')),
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    replaces uuid UNIQUE REFERENCES siaga.clock_category (id),
    made_by uuid REFERENCES siaga.person (id)
);
CREATE UNIQUE INDEX clock_category_first ON siaga.clock_category (category) WHERE replaces IS NULL;

-- Whether these are seven weekdays, each with stretches that follow each other, and one of them with any.
CREATE FUNCTION siaga.hours_fit(p_hours text[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = siaga, pg_temp AS $$
DECLARE
    v_day text;
    v_one text;
    v_last text;
BEGIN
    IF coalesce(array_length(p_hours, 1), 0) <> 7 OR array_ndims(p_hours) <> 1 THEN
        RETURN false;
    END IF;
    FOREACH v_day IN ARRAY p_hours LOOP
        v_last := '';
        FOREACH v_one IN ARRAY string_to_array(coalesce(v_day, '?'), ' ') LOOP
            IF v_one !~ '^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$'
                OR left(v_one, 5) COLLATE "C" < v_last COLLATE "C"
                OR right(v_one, 5) COLLATE "C" <= left(v_one, 5) COLLATE "C" THEN
                RETURN false;
            END IF;
            v_last := right(v_one, 5);
        END LOOP;
    END LOOP;
    RETURN array_to_string(p_hours, '') <> '';
END $$;

CREATE TABLE siaga.work_week (
    id uuid PRIMARY KEY,
    since date NOT NULL UNIQUE CHECK (since BETWEEN '2000-01-01' AND '2200-01-01'),
    hours text[] NOT NULL CONSTRAINT work_week_hours_check CHECK (siaga.hours_fit(hours)),
    made_by uuid REFERENCES siaga.person (id),
    made_at timestamptz NOT NULL DEFAULT now()
);

-- A day that was taken back stays, with who took it back.
CREATE TABLE siaga.site_day (
    id uuid PRIMARY KEY,
    day date NOT NULL CHECK (day BETWEEN '2000-01-01' AND '2200-01-01'),
    kind text NOT NULL CHECK (kind IN ('off', 'working')),
    name text NOT NULL CHECK (name ~ '\S' AND length(name) <= 120),
    made_by uuid NOT NULL REFERENCES siaga.person (id),
    made_at timestamptz NOT NULL DEFAULT now(),
    removed_by uuid REFERENCES siaga.person (id),
    removed_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    CHECK ((removed_at IS NULL) = (removed_by IS NULL))
);
CREATE UNIQUE INDEX site_day_stands ON siaga.site_day (day) WHERE removed_at IS NULL;

-- Before the triggers are there: a new record's feed begins with what people do. The same stands in
-- storage/model/clock_values.py, by a test.
INSERT INTO siaga.clock_target (id, clock_class, goal, unit, amount, since)
    SELECT gen_random_uuid(), c, g, u, n, timestamptz '2000-01-01 00:00+00' FROM (VALUES
        ('emergency', 'answer', 'seconds', 15),
        ('emergency', 'dispatch', 'seconds', 60),
        ('emergency', 'on_scene', 'seconds', 900),
        ('incident', 'answer', 'seconds', 60),
        ('incident', 'dispatch', 'seconds', 300),
        ('incident', 'on_scene', 'seconds', 1800),
        ('information', 'verify', 'working_days', 3),
        ('information', 'agency_answer', 'working_days', 5),
        ('information', 'resolve', 'working_days', 5),
        ('information', 'reply', 'working_days', 10),
        ('complaint', 'verify', 'working_days', 3),
        ('complaint', 'agency_answer', 'working_days', 5),
        ('complaint', 'resolve', 'working_days', 14),
        ('complaint', 'reply', 'working_days', 10),
        ('oversight', 'verify', 'working_days', 3),
        ('oversight', 'agency_answer', 'working_days', 5),
        ('oversight', 'resolve', 'working_days', 60),
        ('oversight', 'reply', 'working_days', 10)) AS v (c, g, u, n);
INSERT INTO siaga.clock_category (id, category, clock_class, since)
    SELECT gen_random_uuid(), c, 'emergency', timestamptz '2000-01-01 00:00+00'
    FROM unnest(ARRAY['accident', 'fire', 'flood', 'crime', 'medical']) c
    UNION ALL
    SELECT gen_random_uuid(), c, 'incident', timestamptz '2000-01-01 00:00+00'
    FROM unnest(ARRAY['congestion', 'stopped_vehicle', 'fallen_tree', 'public_order', 'crowd']) c;
INSERT INTO siaga.work_week (id, since, hours) VALUES (gen_random_uuid(), '2000-01-01', ARRAY[
    '07:30-12:00 13:00-16:00', '07:30-12:00 13:00-16:00', '07:30-12:00 13:00-16:00', '07:30-12:00 13:00-16:00',
    '07:30-11:30 13:00-16:30', '', '']);

CREATE FUNCTION siaga.assert_keeper(p_what text) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    IF coalesce(my_role(), '') NOT IN ('supervisor', 'administrator') THEN
        RAISE EXCEPTION '% may not %', session_user, p_what USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN my_person_id();
END $$;

-- One that stands is replaced by who saw it; the unique index lets one of several do so.
CREATE FUNCTION siaga.clock_rule_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_stands uuid;
BEGIN
    NEW.made_by := assert_keeper('set what clocks are measured against');
    NEW.since := clock_timestamp();
    IF TG_TABLE_NAME = 'clock_target' THEN
        SELECT t.id INTO v_stands FROM clock_target t
            WHERE t.category IS NOT DISTINCT FROM to_jsonb(NEW) ->> 'category'
                AND t.clock_class = NEW.clock_class AND t.goal = to_jsonb(NEW) ->> 'goal'
                AND NOT EXISTS (SELECT FROM clock_target l WHERE l.replaces = t.id);
    ELSE
        SELECT c.id INTO v_stands FROM clock_category c WHERE c.category = NEW.category
            AND NOT EXISTS (SELECT FROM clock_category l WHERE l.replaces = c.id);
    END IF;
    IF v_stands IS DISTINCT FROM NEW.replaces THEN
        RAISE EXCEPTION 'another one stands' USING ERRCODE = 'SG003';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER made BEFORE INSERT ON siaga.clock_target FOR EACH ROW EXECUTE FUNCTION siaga.clock_rule_made();
CREATE TRIGGER made BEFORE INSERT ON siaga.clock_category FOR EACH ROW EXECUTE FUNCTION siaga.clock_rule_made();

-- Hours are never changed backwards: what was late then stays late.
CREATE FUNCTION siaga.work_week_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    NEW.made_by := assert_keeper('set working hours');
    NEW.made_at := now();
    IF NEW.since < (SELECT (now() AT TIME ZONE s.time_zone)::date FROM site s) THEN
        RAISE EXCEPTION 'hours hold from today on at the earliest' USING ERRCODE = 'SG002', COLUMN = 'since';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER made BEFORE INSERT ON siaga.work_week FOR EACH ROW EXECUTE FUNCTION siaga.work_week_made();

CREATE FUNCTION siaga.site_day_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_me uuid := assert_keeper('set days off');
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.made_by := v_me;
        NEW.made_at := now();
        NEW.removed_by := NULL;
        NEW.removed_at := NULL;
        NEW.version := 1;
        RETURN NEW;
    END IF;
    IF OLD.removed_at IS NOT NULL THEN
        RAISE EXCEPTION 'it was removed before' USING ERRCODE = 'SG003';
    END IF;
    NEW := OLD;
    NEW.removed_by := v_me;
    NEW.removed_at := now();
    NEW.version := 2;
    RETURN NEW;
END $$;
CREATE TRIGGER changes BEFORE INSERT OR UPDATE ON siaga.site_day
    FOR EACH ROW EXECUTE FUNCTION siaga.site_day_changes();

CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON siaga.clock_target
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.stays();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON siaga.clock_category
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.stays();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON siaga.work_week
    FOR EACH STATEMENT EXECUTE FUNCTION siaga.stays();

CREATE TRIGGER audit AFTER INSERT ON siaga.clock_target
    FOR EACH ROW EXECUTE FUNCTION siaga.plain_audit('clock_target');
CREATE TRIGGER audit AFTER INSERT ON siaga.clock_category
    FOR EACH ROW EXECUTE FUNCTION siaga.plain_audit('clock_category');
CREATE TRIGGER audit AFTER INSERT ON siaga.work_week FOR EACH ROW EXECUTE FUNCTION siaga.plain_audit('work_week');
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON siaga.site_day
    FOR EACH ROW EXECUTE FUNCTION siaga.plain_audit('site_day');

CREATE CONSTRAINT TRIGGER feed AFTER INSERT ON siaga.clock_target
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('clock_rule', 'id');
CREATE CONSTRAINT TRIGGER feed AFTER INSERT ON siaga.clock_category
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('clock_rule', 'id');
CREATE CONSTRAINT TRIGGER feed AFTER INSERT ON siaga.work_week
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('clock_rule', 'id');
CREATE CONSTRAINT TRIGGER feed AFTER INSERT OR UPDATE ON siaga.site_day
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION siaga.feed('clock_rule', 'id');

GRANT SELECT ON siaga.clock_target, siaga.clock_category, siaga.work_week, siaga.site_day TO {people}, {site}_station;
GRANT INSERT (id, category, clock_class, goal, unit, amount, warn_percent, replaces) ON siaga.clock_target TO {keepers};
GRANT INSERT (id, category, clock_class, replaces) ON siaga.clock_category TO {keepers};
GRANT INSERT (id, since, hours) ON siaga.work_week TO {keepers};
GRANT INSERT (id, day, kind, name), UPDATE (removed_at) ON siaga.site_day TO {keepers};
GRANT EXECUTE ON FUNCTION siaga.hours_fit TO {keepers};

ALTER TABLE siaga.clock_target ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.clock_category ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.work_week ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.site_day ENABLE ROW LEVEL SECURITY;
CREATE POLICY everyone_reads ON siaga.clock_target FOR SELECT TO {people}, {site}_station USING (true);
CREATE POLICY everyone_reads ON siaga.clock_category FOR SELECT TO {people}, {site}_station USING (true);
CREATE POLICY everyone_reads ON siaga.work_week FOR SELECT TO {people}, {site}_station USING (true);
CREATE POLICY everyone_reads ON siaga.site_day FOR SELECT TO {people}, {site}_station USING (true);
CREATE POLICY keepers_insert ON siaga.clock_target FOR INSERT TO {keepers}
    WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY keepers_insert ON siaga.clock_category FOR INSERT TO {keepers}
    WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY keepers_insert ON siaga.work_week FOR INSERT TO {keepers}
    WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY keepers_insert ON siaga.site_day FOR INSERT TO {keepers}
    WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY keepers_remove ON siaga.site_day FOR UPDATE TO {keepers} USING ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY agency_hears_rules ON siaga.change FOR SELECT TO {site}_agency, {site}_station
    USING (kind = 'clock_rule');
