-- Administration of logins. These functions belong to {site}_registrar, the only role that may create roles; no person
-- is a member of it. They refuse machine and owner roles, and take passwords as SCRAM verifiers made by the client.
CREATE FUNCTION siaga.assert_administrator() RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    IF my_role() IS DISTINCT FROM 'administrator'
        AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = session_user) THEN
        RAISE EXCEPTION '% is not an administrator', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

CREATE FUNCTION siaga.assert_verifier(p_verifier text) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = siaga, pg_temp AS $$
BEGIN
    IF p_verifier IS NULL OR p_verifier !~ '^SCRAM-SHA-256\$[0-9]+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' THEN
        RAISE EXCEPTION 'a password comes as a SCRAM verifier' USING ERRCODE = 'SG002', COLUMN = 'password';
    END IF;
END $$;

CREATE FUNCTION siaga.make_login(p_login text, p_group text, p_verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_prefix text := (SELECT role_prefix FROM site);
BEGIN
    PERFORM assert_verifier(p_verifier);
    IF p_login IS NULL OR p_login !~ '^[a-z][a-z0-9_.-]{1,39}$' OR p_login LIKE 'pg\_%'
        OR starts_with(p_login, v_prefix || '_') THEN
        RAISE EXCEPTION 'not a login: %', p_login USING ERRCODE = 'SG002', COLUMN = 'login';
    END IF;
    EXECUTE format(
        'CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT'
        ' CONNECTION LIMIT 30 PASSWORD %L IN ROLE %I', p_login, p_verifier, v_prefix || '_' || p_group);
    EXECUTE format('ALTER ROLE %I SET lock_timeout = %L', p_login, '5s');
    EXECUTE format('ALTER ROLE %I SET statement_timeout = %L', p_login, '30s');
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', p_login, '15s');
END $$;

CREATE FUNCTION siaga.create_person(
    p_id uuid, p_login text, p_name text, p_role text, p_agency uuid, p_verifier text, p_must_change boolean
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_administrator();
    IF p_role NOT IN ('operator', 'supervisor', 'administrator', 'agency', 'wall', 'auditor') THEN
        RAISE EXCEPTION 'not a role for a person: %', p_role USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM make_login(p_login, p_role, p_verifier);
    INSERT INTO person (id, login, name, role, agency_id, must_change_password, demo)
        VALUES (p_id, p_login, p_name, p_role, p_agency, p_must_change, (SELECT demo FROM site));
END $$;

-- The intake's login is a machine's: made at the server, by its superuser alone.
CREATE FUNCTION siaga.create_intake(p_id uuid, p_login text, p_name text, p_verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM make_login(p_login, 'intake', p_verifier);
    INSERT INTO person (id, login, name, role, demo)
        VALUES (p_id, p_login, p_name, 'intake', (SELECT demo FROM site));
END $$;

CREATE FUNCTION siaga.enrol_station(p_id uuid, p_login text, p_name text, p_verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_administrator();
    PERFORM make_login(p_login, 'station', p_verifier);
    INSERT INTO station (id, login, name) VALUES (p_id, p_login, p_name);
END $$;

-- The person behind a login that an administrator may change: not a machine, not an owner, not themselves.
CREATE FUNCTION siaga.assert_manageable(p_login text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_administrator();
    IF NOT EXISTS (SELECT FROM person WHERE login = p_login AND role <> 'intake') OR p_login = session_user THEN
        RAISE EXCEPTION 'not a login that may be changed here: %', p_login USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

CREATE FUNCTION siaga.end_sessions(p_login text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_count integer;
BEGIN
    PERFORM assert_manageable(p_login);
    SELECT count(*) INTO v_count FROM (
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = p_login
    ) ended;
    RETURN v_count;
END $$;

CREATE FUNCTION siaga.disable_person(p_login text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_manageable(p_login);
    EXECUTE format('ALTER ROLE %I NOLOGIN', p_login);
    UPDATE person SET active = false WHERE login = p_login;
    PERFORM end_sessions(p_login);
END $$;

CREATE FUNCTION siaga.enable_person(p_login text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_manageable(p_login);
    EXECUTE format('ALTER ROLE %I LOGIN', p_login);
    UPDATE person SET active = true WHERE login = p_login;
END $$;

CREATE FUNCTION siaga.reset_password(p_login text, p_verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_manageable(p_login);
    PERFORM assert_verifier(p_verifier);
    EXECUTE format('ALTER ROLE %I PASSWORD %L', p_login, p_verifier);
    UPDATE person SET must_change_password = true WHERE login = p_login;
    PERFORM end_sessions(p_login);
END $$;

CREATE FUNCTION siaga.change_my_password(p_verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    PERFORM assert_verifier(p_verifier);
    IF NOT EXISTS (SELECT FROM person WHERE login = session_user AND active AND role <> 'intake') THEN
        RAISE EXCEPTION '% is not a person', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format('ALTER ROLE %I PASSWORD %L', session_user, p_verifier);
    UPDATE person SET must_change_password = false WHERE login = session_user;
END $$;
