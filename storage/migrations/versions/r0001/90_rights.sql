-- Who may do what: grants by column, then policies by row. docs/ref/roles.md is the same as a table for people.
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA siaga FROM PUBLIC;
GRANT USAGE ON SCHEMA siaga TO {everybody};

GRANT SELECT ON siaga.alembic_version, siaga.site, siaga.agency, siaga.category, siaga.place, siaga.person,
    siaga.transition, siaga.feed_counter, siaga.change TO {everybody};
GRANT SELECT ON siaga.command TO {everybody};
GRANT INSERT (key, kind) ON siaga.command TO {site}_operator, {site}_supervisor, {site}_administrator, {site}_agency,
    {site}_intake;
GRANT EXECUTE ON FUNCTION siaga.my_role, siaga.my_person_id, siaga.my_agency_id, siaga.my_station_id,
    siaga.judge, siaga.is_inner, siaga.hold_ticket, siaga.ticket_act_fits TO {everybody};

GRANT SELECT ON siaga.station TO {people}, {site}_station;
GRANT SELECT ON siaga.camera TO {people}, {site}_station;
GRANT INSERT (id, number, name, main_url, sub_url, place, latitude, longitude, heading, agency_id, group_name, enabled,
        analysed, zones),
    UPDATE (number, name, main_url, sub_url, place, latitude, longitude, heading, agency_id, group_name, enabled,
        analysed, zones)
    ON siaga.camera TO {site}_supervisor, {site}_administrator;
GRANT EXECUTE ON FUNCTION siaga.set_camera_secret TO {site}_supervisor, {site}_administrator;

GRANT SELECT ON siaga.ticket, siaga.assignment TO {people}, {site}_intake;
GRANT INSERT (id, title, category, priority, place, description, camera_id, latitude, longitude)
    ON siaga.ticket TO {site}_operator, {site}_supervisor, {site}_intake;
GRANT UPDATE (title, category, priority, place, description, state, owner_id, act, said)
    ON siaga.ticket TO {site}_operator, {site}_supervisor;
GRANT UPDATE (act, said) ON siaga.ticket TO {site}_agency;
GRANT INSERT (id, ticket_id, agency_id, said, seen_version)
    ON siaga.assignment TO {site}_operator, {site}_supervisor;
GRANT UPDATE (state, act, said, next_agency_id, seen_version)
    ON siaga.assignment TO {site}_operator, {site}_supervisor, {site}_agency;
GRANT SELECT ON siaga.still TO {people};
GRANT INSERT (id, ticket_id, camera_id, jpeg) ON siaga.still TO {site}_operator, {site}_supervisor;
GRANT SELECT ON siaga.audit TO {people};

GRANT SELECT ON siaga.sighting, siaga.lease TO {site}_operator, {site}_supervisor, {site}_administrator,
    {site}_wall, {site}_auditor, {site}_station;
GRANT SELECT ON siaga.camera_secret TO {site}_station;
GRANT INSERT (id, camera_id, zone_id, epoch, kind, began, state, occupancy, speed, seen_at)
    ON siaga.sighting TO {site}_station;
GRANT EXECUTE ON FUNCTION siaga.claim_leases, siaga.release_leases TO {site}_station;

GRANT EXECUTE ON FUNCTION siaga.create_person, siaga.enrol_station, siaga.disable_person, siaga.enable_person,
    siaga.end_sessions, siaga.reset_password TO {site}_administrator;
GRANT EXECUTE ON FUNCTION siaga.change_my_password TO {people};

-- Row policies. The owner's definer functions pass them by; nobody else does.
ALTER TABLE siaga.ticket ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.assignment ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.still ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.audit ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.change ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.command ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.person ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.camera ENABLE ROW LEVEL SECURITY;

CREATE POLICY everyone_reads ON siaga.camera FOR SELECT TO {people}, {site}_station USING (true);
CREATE POLICY keepers_insert ON siaga.camera FOR INSERT TO {site}_supervisor, {site}_administrator
    WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY keepers_update ON siaga.camera FOR UPDATE TO {site}_supervisor, {site}_administrator
    USING ((SELECT siaga.my_role()) IS NOT NULL);

CREATE POLICY people_read ON siaga.person FOR SELECT TO {people} USING (true);
CREATE POLICY machines_read_themselves ON siaga.person FOR SELECT TO {site}_intake, {site}_station
    USING (login = session_user);

CREATE POLICY house_reads ON siaga.assignment FOR SELECT TO {house} USING (true);
CREATE POLICY desk_inserts ON siaga.assignment FOR INSERT TO {site}_operator, {site}_supervisor WITH CHECK (true);
CREATE POLICY desk_acts ON siaga.assignment FOR UPDATE TO {site}_operator, {site}_supervisor USING (true);
CREATE POLICY agency_reads ON siaga.assignment FOR SELECT TO {site}_agency
    USING (agency_id = (SELECT siaga.my_agency_id()));
CREATE POLICY agency_acts ON siaga.assignment FOR UPDATE TO {site}_agency
    USING (agency_id = (SELECT siaga.my_agency_id()));

CREATE POLICY house_reads ON siaga.ticket FOR SELECT TO {house} USING (true);
CREATE POLICY desk_inserts ON siaga.ticket FOR INSERT TO {site}_operator, {site}_supervisor WITH CHECK (true);
CREATE POLICY desk_acts ON siaga.ticket FOR UPDATE TO {site}_operator, {site}_supervisor USING (true);
CREATE POLICY agency_reads ON siaga.ticket FOR SELECT TO {site}_agency
    USING (id IN (SELECT a.ticket_id FROM siaga.assignment a));
CREATE POLICY agency_notes ON siaga.ticket FOR UPDATE TO {site}_agency
    USING (id IN (SELECT a.ticket_id FROM siaga.assignment a));
CREATE POLICY intake_inserts ON siaga.ticket FOR INSERT TO {site}_intake WITH CHECK (true);
CREATE POLICY intake_reads_its_own ON siaga.ticket FOR SELECT TO {site}_intake USING (opened_by = session_user);

CREATE POLICY with_their_ticket ON siaga.still FOR SELECT TO {people}
    USING (EXISTS (SELECT FROM siaga.ticket t WHERE t.id = ticket_id));
CREATE POLICY desk_inserts ON siaga.still FOR INSERT TO {site}_operator, {site}_supervisor
    WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);

CREATE POLICY tickets_seen ON siaga.audit FOR SELECT TO {people}
    USING (subject = 'ticket' AND EXISTS (SELECT FROM siaga.ticket t WHERE t.id = subject_id));
CREATE POLICY everything ON siaga.audit FOR SELECT TO {site}_auditor, {site}_administrator USING (true);

CREATE POLICY house_reads ON siaga.change FOR SELECT TO {house} USING (true);
CREATE POLICY agency_reads ON siaga.change FOR SELECT TO {site}_agency USING (
    kind IN ('camera', 'agency')
    OR (kind = 'ticket' AND EXISTS (SELECT FROM siaga.ticket t WHERE t.id = change.id)));
CREATE POLICY intake_reads ON siaga.change FOR SELECT TO {site}_intake
    USING (kind = 'ticket' AND EXISTS (SELECT FROM siaga.ticket t WHERE t.id = change.id));
CREATE POLICY station_reads ON siaga.change FOR SELECT TO {site}_station
    USING (kind IN ('camera', 'lease', 'sighting', 'station'));

CREATE POLICY own_keys ON siaga.command FOR SELECT TO {everybody} USING (actor = session_user);
CREATE POLICY own_inserts ON siaga.command FOR INSERT TO {everybody} WITH CHECK (actor = session_user);
