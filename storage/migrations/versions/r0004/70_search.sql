-- Finding tickets. Under row policies a full-text index cannot be used (the operator is not leakproof), so a definer
-- function looks, with a predicate of its own by who asks; it gives ids, and the rows are read under the policies.
-- A word stands in it by its stem ("kemacetan" is found by "macet") and as it is written, for what is still being typed.
ALTER TABLE siaga.ticket ADD COLUMN words tsvector GENERATED ALWAYS AS (
    to_tsvector('indonesian', title || ' ' || place || ' ' || landmark || ' ' || description)
    || to_tsvector('simple', title || ' ' || place || ' ' || landmark || ' ' || description)
) STORED;
CREATE INDEX ticket_words ON siaga.ticket USING gin (words);
CREATE INDEX ticket_area_created ON siaga.ticket (area_code, created_at);
CREATE INDEX assignment_agency_ticket ON siaga.assignment (agency_id, ticket_id);

-- What a person typed as a query: by stems, or as it is written with the last word as it begins.
CREATE FUNCTION siaga.typed_query(p_text text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE SET search_path = siaga, pg_temp AS $$
DECLARE
    v_stems tsquery := websearch_to_tsquery('pg_catalog.indonesian', p_text);
    v_written tsquery := websearch_to_tsquery('pg_catalog.simple', p_text);
BEGIN
    IF numnode(v_stems) = 0 THEN
        RETURN NULL;
    END IF;
    -- One that must not be there must not be there either way; nor does a group begin a word.
    IF p_text ~ '(^|[[:space:]])-' OR p_text !~ '[[:alnum:]]$' OR v_written::text !~ '''$' THEN
        RETURN v_stems;
    END IF;
    RETURN v_stems || (v_written::text || ':*')::tsquery;
END $$;

-- The ids of what is wanted, the newest first, after (p_at, p_id) where that is given. Values reach the statement as
-- parameters only; p_wanted holds the fields of storage/model/search.py that are given.
CREATE FUNCTION siaga.find_tickets(p_wanted jsonb, p_at timestamptz, p_id uuid, p_limit integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_role text := my_role();
    v_query tsquery := typed_query(p_wanted ->> 'text');
    v_where text[] := '{}';
BEGIN
    IF v_role IS NULL OR v_role NOT IN ('operator', 'supervisor', 'administrator', 'wall', 'auditor', 'agency') THEN
        RAISE EXCEPTION '% may not look for tickets', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF p_limit IS NULL OR p_limit NOT BETWEEN 1 AND 201 THEN
        RAISE EXCEPTION 'a page has 1 to 200 tickets' USING ERRCODE = 'SG002', COLUMN = 'limit';
    END IF;
    IF v_role = 'agency' THEN
        IF (p_wanted ->> 'agency_id')::uuid IS DISTINCT FROM my_agency_id() AND p_wanted ? 'agency_id' THEN
            RETURN;  -- an agency sees no other's part
        END IF;
        v_where := v_where || 'EXISTS (SELECT FROM assignment a WHERE a.ticket_id = t.id AND a.agency_id = $1)'::text;
    END IF;
    IF p_at IS NOT NULL THEN
        v_where := v_where || '(t.created_at, t.id) < ($2, $3)'::text;
    END IF;
    IF p_wanted ? 'year' THEN
        v_where := v_where || 't.number = $4'::text;
    ELSIF p_wanted ? 'count' THEN
        v_where := v_where || 't.number IN (SELECT ticket_number_of(n.year, ($5 ->> ''count'')::bigint) FROM ticket_number n)'::text;
    ELSIF v_query IS NOT NULL THEN
        v_where := v_where || 't.words @@ $6'::text;
    END IF;
    IF p_wanted ? 'states' THEN
        v_where := v_where || 't.state = ANY (ARRAY(SELECT jsonb_array_elements_text($5 -> ''states'')))'::text;
    END IF;
    IF p_wanted ? 'categories' THEN
        v_where := v_where || 't.category = ANY (ARRAY(SELECT jsonb_array_elements_text($5 -> ''categories'')))'::text;
    END IF;
    IF p_wanted ? 'priorities' THEN
        v_where := v_where
            || 't.priority = ANY (ARRAY(SELECT jsonb_array_elements_text($5 -> ''priorities'')::smallint))'::text;
    END IF;
    IF p_wanted ? 'agency_id' AND v_role <> 'agency' THEN
        v_where := v_where || 'EXISTS (SELECT FROM assignment a
            WHERE a.ticket_id = t.id AND a.agency_id = ($5 ->> ''agency_id'')::uuid)'::text;
    END IF;
    IF p_wanted ? 'area_code' THEN
        v_where := v_where || 't.area_code = $5 ->> ''area_code'''::text;
    END IF;
    IF p_wanted ? 'camera_id' THEN
        v_where := v_where || 't.camera_id = ($5 ->> ''camera_id'')::uuid'::text;
    END IF;
    IF p_wanted ? 'since' THEN
        v_where := v_where || 't.created_at >= ($5 ->> ''since'')::timestamptz'::text;
    END IF;
    IF p_wanted ? 'until' THEN
        v_where := v_where || 't.created_at < ($5 ->> ''until'')::timestamptz'::text;
    END IF;
    RETURN QUERY EXECUTE 'SELECT t.id FROM ticket t'
        || CASE WHEN v_where = '{}' THEN '' ELSE ' WHERE ' || array_to_string(v_where, ' AND ') END
        || ' ORDER BY t.created_at DESC, t.id DESC LIMIT $7'
        USING my_agency_id(), p_at, p_id,
            ticket_number_of((p_wanted ->> 'year')::integer, (p_wanted ->> 'count')::bigint), p_wanted, v_query, p_limit;
END $$;

-- A ticket's number by its year and count, as ticket_opens makes it; null where the year is none.
CREATE FUNCTION siaga.ticket_number_of(p_year integer, p_count bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = siaga, pg_temp
BEGIN ATOMIC
    SELECT format('%s-%s-%s', s.prefix, p_year, lpad(p_count::text, greatest(6, length(p_count::text)), '0'))
    FROM siaga.site s WHERE p_year IS NOT NULL;
END;

CREATE TABLE siaga.saved_filter (
    id uuid PRIMARY KEY,
    owner_id uuid NOT NULL REFERENCES siaga.person (id),
    name text NOT NULL CHECK (name ~ '\S' AND length(name) <= 80),
    filter jsonb NOT NULL CHECK (jsonb_typeof(filter) = 'object' AND octet_length(filter::text) <= 4000),
    shared boolean NOT NULL DEFAULT false,
    changed_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
);
CREATE INDEX saved_filter_owner ON siaga.saved_filter (owner_id);

CREATE FUNCTION siaga.filter_changes() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    IF my_role() IS NULL OR my_role() NOT IN ('operator', 'supervisor') OR (NEW.shared AND my_role() <> 'supervisor')
    THEN
        RAISE EXCEPTION '% may not keep this filter', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'INSERT' THEN
        NEW.owner_id := my_person_id();
        NEW.version := 1;
    ELSE
        NEW.version := OLD.version + 1;
    END IF;
    NEW.changed_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER changes BEFORE INSERT OR UPDATE OF name, filter, shared ON siaga.saved_filter
    FOR EACH ROW EXECUTE FUNCTION siaga.filter_changes();

ALTER TABLE siaga.saved_filter ENABLE ROW LEVEL SECURITY;
GRANT SELECT, DELETE ON siaga.saved_filter TO {desk};
GRANT INSERT (id, name, filter, shared) ON siaga.saved_filter TO {desk};
GRANT UPDATE (name, filter, shared) ON siaga.saved_filter TO {desk};
CREATE POLICY own_and_shared ON siaga.saved_filter FOR SELECT TO {desk}
    USING (shared OR owner_id = (SELECT siaga.my_person_id()));
CREATE POLICY desk_keeps ON siaga.saved_filter FOR INSERT TO {desk} WITH CHECK (true);
CREATE POLICY own_changes ON siaga.saved_filter FOR UPDATE TO {desk} USING (owner_id = (SELECT siaga.my_person_id()));
CREATE POLICY supervisor_changes ON siaga.saved_filter FOR UPDATE TO {site}_supervisor USING (shared);
CREATE POLICY own_removes ON siaga.saved_filter FOR DELETE TO {desk} USING (owner_id = (SELECT siaga.my_person_id()));
CREATE POLICY supervisor_removes ON siaga.saved_filter FOR DELETE TO {site}_supervisor USING (shared);

GRANT EXECUTE ON FUNCTION siaga.find_tickets(jsonb, timestamptz, uuid, integer) TO {people};
