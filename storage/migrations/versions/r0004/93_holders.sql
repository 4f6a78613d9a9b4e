-- Every session may lift its own timeouts, and whoever has the feed's counter keeps all others from writing. What the
-- timeouts should have ended is ended by whoever notices: a station's round. It goes for who keeps somebody waiting, and
-- either does nothing in an open transaction or has had it open for longer than any statement may take.
CREATE FUNCTION siaga.end_holders(p_idle interval, p_open interval, p_waits interval) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_now timestamptz := clock_timestamp();
    v_holder record;
    v_count integer := 0;
BEGIN
    FOR v_holder IN
        SELECT a.pid, a.usename FROM pg_stat_activity a
        WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
            AND ((starts_with(a.state, 'idle in transaction') AND a.state_change < v_now - p_idle)
                OR a.xact_start < v_now - p_open)
            AND EXISTS (
                SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid, site s
                WHERE m.member = a.usesysid AND starts_with(g.rolname, s.role_prefix || '_')
                    AND g.rolname <> s.role_prefix || '_backup')
            AND EXISTS (
                SELECT FROM pg_locks w WHERE NOT w.granted AND w.waitstart < v_now - p_waits
                    AND a.pid = ANY (pg_blocking_pids(w.pid)))
    LOOP
        PERFORM pg_terminate_backend(v_holder.pid);
        v_count := v_count + 1;
        RAISE LOG 'ended a session of %, which kept others waiting', v_holder.usename;
    END LOOP;
    RETURN v_count;
END $$;
ALTER FUNCTION siaga.end_holders OWNER TO {site}_registrar;
GRANT EXECUTE ON FUNCTION siaga.end_holders TO {site}_owner;

-- As in r0002, after that.
CREATE OR REPLACE FUNCTION siaga.end_shelving() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_count integer;
BEGIN
    PERFORM assert_station('end shelving');
    PERFORM end_holders(interval '15 seconds', interval '1 minute', interval '2 seconds');
    -- What somebody acts on now is not waited for: the next round looks again.
    UPDATE alarm SET act = 'end_shelving', state = CASE WHEN active THEN 'unacknowledged' ELSE 'cleared' END
        WHERE id IN (
            SELECT a.id FROM alarm a WHERE a.closed_at IS NULL AND a.state = 'shelved'
                AND a.shelved_until <= clock_timestamp() FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;
