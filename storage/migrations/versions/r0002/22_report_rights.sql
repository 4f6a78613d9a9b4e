-- Who reads and brings in reports, contacts and places.
GRANT SELECT ON siaga.area TO {people}, {site}_intake;
GRANT SELECT ON siaga.contact TO {people};
GRANT SELECT ON siaga.report TO {desk}, {site}_auditor, {site}_agency;
GRANT SELECT ON siaga.nuisance TO {desk}, {site}_auditor;
-- A shift's report counts them for the administrator too, who reads none.
GRANT SELECT (ticket_id, channel, received_at, handled_s) ON siaga.report TO {site}_administrator;
GRANT SELECT (channel, noted_at) ON siaga.nuisance TO {site}_administrator;

GRANT INSERT (id, ticket_id, channel, words, caller_name, caller_number, number_key, handled_s)
    ON siaga.report TO {desk}, {site}_intake;
GRANT INSERT (id, channel, caller_number, number_key) ON siaga.nuisance TO {desk};
GRANT INSERT (landmark, area_code) ON siaga.ticket TO {desk}, {site}_intake;
GRANT UPDATE (landmark, area_code, latitude, longitude) ON siaga.ticket TO {desk};
GRANT INSERT (id, ticket_id, camera_id, jpeg) ON siaga.still TO {site}_agency;
GRANT INSERT (id, agency_id, name, duty, phone, radio, position, active),
    UPDATE (agency_id, name, duty, phone, radio, position, active)
    ON siaga.contact TO {site}_supervisor, {site}_administrator;
GRANT INSERT (code, kecamatan, desa, boundary), UPDATE (kecamatan, desa, boundary)
    ON siaga.area TO {site}_supervisor, {site}_administrator;
GRANT INSERT (id, name, kecamatan, desa, latitude, longitude), UPDATE (name, kecamatan, desa, latitude, longitude)
    ON siaga.place TO {site}_supervisor, {site}_administrator;

ALTER TABLE siaga.report ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.nuisance ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.contact ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.area ENABLE ROW LEVEL SECURITY;
ALTER TABLE siaga.place ENABLE ROW LEVEL SECURITY;

CREATE POLICY desk_reads ON siaga.report FOR SELECT TO {desk}, {site}_auditor, {site}_administrator USING (true);
CREATE POLICY agency_reads ON siaga.report FOR SELECT TO {site}_agency
    USING (ticket_id IN (SELECT a.ticket_id FROM siaga.assignment a));
CREATE POLICY desk_inserts ON siaga.report FOR INSERT TO {desk} WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY intake_inserts ON siaga.report FOR INSERT TO {site}_intake
    WITH CHECK (EXISTS (SELECT FROM siaga.ticket t WHERE t.id = ticket_id));
CREATE POLICY desk_reads ON siaga.nuisance FOR SELECT TO {desk}, {site}_auditor, {site}_administrator USING (true);
CREATE POLICY desk_inserts ON siaga.nuisance FOR INSERT TO {desk} WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);

CREATE POLICY agency_adds ON siaga.still FOR INSERT TO {site}_agency WITH CHECK (
    (SELECT siaga.my_role()) IS NOT NULL AND ticket_id IN (SELECT a.ticket_id FROM siaga.assignment a));

CREATE POLICY people_read ON siaga.contact FOR SELECT TO {people} USING (true);
CREATE POLICY keepers_insert ON siaga.contact FOR INSERT TO {site}_supervisor, {site}_administrator
    WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY keepers_update ON siaga.contact FOR UPDATE TO {site}_supervisor, {site}_administrator
    USING ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY everyone_reads ON siaga.area FOR SELECT TO {people}, {site}_intake USING (true);
CREATE POLICY keepers_insert ON siaga.area FOR INSERT TO {site}_supervisor, {site}_administrator
    WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY keepers_update ON siaga.area FOR UPDATE TO {site}_supervisor, {site}_administrator
    USING ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY everyone_reads ON siaga.place FOR SELECT TO {everybody} USING (true);
CREATE POLICY keepers_insert ON siaga.place FOR INSERT TO {site}_supervisor, {site}_administrator
    WITH CHECK ((SELECT siaga.my_role()) IS NOT NULL);
CREATE POLICY keepers_update ON siaga.place FOR UPDATE TO {site}_supervisor, {site}_administrator
    USING ((SELECT siaga.my_role()) IS NOT NULL);

CREATE POLICY agency_reads_reports ON siaga.change FOR SELECT TO {site}_agency USING (
    kind IN ('contact', 'places')
    OR (kind = 'report' AND EXISTS (SELECT FROM siaga.ticket t WHERE t.id = change.id)));
CREATE POLICY intake_reads_places ON siaga.change FOR SELECT TO {site}_intake USING (kind = 'places');
