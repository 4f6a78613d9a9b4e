-- Who is asking, and whether the table of transitions allows it. SQLSTATEs of our own, read by storage/pg/errors.py:
-- SG001 not allowed now (detail: the state), SG002 invalid (column: the field), SG003 stale.

-- The role of the login behind this session, or null: disabled, unknown, or must first change the password.
CREATE FUNCTION siaga.my_role() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = siaga, pg_temp
BEGIN ATOMIC
    SELECT role FROM siaga.person WHERE login = session_user AND active AND NOT must_change_password
    UNION ALL
    SELECT 'station' FROM siaga.station WHERE login = session_user AND active;
END;

CREATE FUNCTION siaga.my_person_id() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = siaga, pg_temp
BEGIN ATOMIC
    SELECT id FROM siaga.person WHERE login = session_user;
END;

CREATE FUNCTION siaga.my_agency_id() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = siaga, pg_temp
BEGIN ATOMIC
    SELECT agency_id FROM siaga.person WHERE login = session_user AND active;
END;

CREATE FUNCTION siaga.my_station_id() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = siaga, pg_temp
BEGIN ATOMIC
    SELECT id FROM siaga.station WHERE login = session_user AND active;
END;

CREATE FUNCTION siaga.judge(p_subject text, p_start text, p_act text, p_end text, p_said text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = siaga, pg_temp AS $$
DECLARE
    v_role text := my_role();
    v_line transition;
BEGIN
    SELECT * INTO v_line FROM transition t
        WHERE t.subject = p_subject AND t.start = p_start AND t.act = p_act AND t.role = v_role;
    IF NOT FOUND THEN
        IF v_role IS NULL
            OR NOT EXISTS (SELECT FROM transition t WHERE t.act = p_act AND t.role = v_role)
            OR EXISTS (SELECT FROM transition t WHERE t.subject = p_subject AND t.start = p_start AND t.act = p_act)
        THEN
            RAISE EXCEPTION '% may not %', session_user, p_act USING ERRCODE = 'insufficient_privilege';
        END IF;
        RAISE EXCEPTION 'a % that is % does not allow %', p_subject, p_start, p_act
            USING ERRCODE = 'SG001', DETAIL = p_start;
    END IF;
    IF v_line."end" <> p_end THEN
        RAISE EXCEPTION '% leads to %, not to %', p_act, v_line."end", p_end
            USING ERRCODE = 'SG002', COLUMN = 'state';
    END IF;
    IF 'text' = ANY (v_line.needs) AND btrim(p_said) = '' THEN
        RAISE EXCEPTION '% needs a text', p_act USING ERRCODE = 'SG002', COLUMN = 'text';
    END IF;
END $$;

-- Whether the statement comes from one of our own definer triggers: then it runs as the table's owner.
CREATE FUNCTION siaga.is_inner(p_table oid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = siaga, pg_temp
BEGIN ATOMIC
    SELECT current_user = pg_get_userbyid(relowner) FROM pg_class WHERE oid = p_table;
END;

-- Audit rows are written by triggers alone, under the name of the login behind the session.
CREATE FUNCTION siaga.write_audit(p_subject text, p_id uuid, p_act text, p_facts jsonb, p_said text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = siaga, pg_temp
BEGIN ATOMIC
    INSERT INTO siaga.audit (subject, subject_id, act, actor, at, facts, said)
    VALUES (p_subject, p_id, p_act, session_user, clock_timestamp(), jsonb_strip_nulls(p_facts), p_said);
END;
