-- What several topics of this revision share stands here, before the topics.

-- An assignment that is handed on with consent ends by siaga.hand_on (51_transfer.sql), which has judged it already.
CREATE OR REPLACE FUNCTION siaga.assignment_changes() RETURNS trigger
LANGUAGE plpgsql SET search_path = siaga, pg_temp AS $$
BEGIN
    NEW.changed_at := now();
    IF TG_OP = 'INSERT' THEN
        NEW.state := 'dispatched';
        NEW.act := 'dispatch';
        NEW.dispatched_at := now();
        IF NOT is_inner(TG_RELID) THEN
            PERFORM judge('ticket', hold_ticket(NEW.ticket_id, NEW.seen_version), 'dispatch', 'in_progress', NEW.said);
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.act = 'transfer' AND is_inner(TG_RELID) THEN
        RETURN NEW;
    END IF;
    PERFORM hold_ticket(NEW.ticket_id, NEW.seen_version);
    PERFORM judge('assignment', OLD.state, NEW.act, NEW.state, NEW.said);
    IF NEW.next_agency_id IS NOT NULL AND NEW.act <> 'decline' THEN
        RAISE EXCEPTION 'only a declining agency names the next' USING ERRCODE = 'SG002', COLUMN = 'agency';
    END IF;
    RETURN NEW;
END $$;

-- Every kind of alarm, once for all topics.
ALTER TABLE siaga.alarm_rule DROP CONSTRAINT alarm_rule_kind_check, ADD CONSTRAINT alarm_rule_kind_check CHECK (
    kind IN ('congestion', 'stopped_traffic', 'stopped_vehicle', 'dark', 'camera_lost', 'analysis_stopped',
        'group_lost', 'recording_stopped', 'recording_short', 'sla_warning', 'sla_breach'));
ALTER TABLE siaga.alarm DROP CONSTRAINT alarm_kind_check, ADD CONSTRAINT alarm_kind_check CHECK (
    kind IN ('congestion', 'stopped_traffic', 'stopped_vehicle', 'dark', 'camera_lost', 'analysis_stopped',
        'group_lost', 'recording_stopped', 'recording_short', 'sla_warning', 'sla_breach'));

-- What no picture tells and no analysis: any station that notices may say so, and that it is over.
CREATE OR REPLACE FUNCTION siaga.is_anyones(p_kind text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = siaga, pg_temp
BEGIN ATOMIC
    SELECT p_kind IN ('camera_lost', 'group_lost', 'recording_stopped', 'recording_short', 'sla_warning', 'sla_breach');
END;

-- As in r0002, with the fields and reasons that came.
CREATE OR REPLACE FUNCTION siaga.ticket_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
DECLARE
    v_facts jsonb := '{}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        v_facts := jsonb_build_object('title', NEW.title, 'category', NEW.category, 'priority', NEW.priority::text);
    ELSIF NEW.act = 'edit' THEN
        SELECT coalesce(jsonb_object_agg(n.key, n.value), '{}') INTO v_facts
        FROM jsonb_each_text(to_jsonb(NEW)) n JOIN jsonb_each_text(to_jsonb(OLD)) o USING (key)
        WHERE n.key IN ('title', 'category', 'priority', 'place', 'description', 'landmark', 'clock_class')
            AND n.value IS DISTINCT FROM o.value;
        IF NEW.area_code IS DISTINCT FROM OLD.area_code THEN
            v_facts := v_facts || jsonb_build_object('area', coalesce(
                (SELECT desa || ', ' || kecamatan FROM area WHERE code = NEW.area_code), ''));
        END IF;
        IF (NEW.latitude, NEW.longitude) IS DISTINCT FROM (OLD.latitude, OLD.longitude) THEN
            v_facts := v_facts || jsonb_build_object('point', coalesce(
                round(NEW.latitude::numeric, 5) || ', ' || round(NEW.longitude::numeric, 5), ''));
        END IF;
    ELSIF NEW.act = 'claim' THEN
        v_facts := jsonb_build_object('from', (SELECT name FROM person WHERE id = OLD.owner_id));
    ELSIF NEW.act = 'pause' THEN
        v_facts := jsonb_build_object('reason', NEW.paused);
    END IF;
    PERFORM write_audit('ticket', NEW.id, NEW.act, v_facts, NEW.said);
    RETURN NULL;
END $$;
