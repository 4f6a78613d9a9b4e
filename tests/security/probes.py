"""One probe a line of the matrix: statements that the permission is needed for, over a raw connection.

A probe is refused when a statement raises InsufficientPrivilege or a trigger's refusal, or when the row policies leave
it no row to see or change. It runs in a transaction that is rolled back, so every cell begins from the same record.
"""

from collections.abc import Callable
from dataclasses import dataclass

import psycopg
from psycopg import sql
from security import alarm_probes as a
from security import audit_probes as au
from security import caller_probes as c
from security import clock_probes as k
from security import footage_probes as f
from security import identity_probes as i
from security import link_probes as li
from security import operation_probes as o
from security import procedure_probes as pr
from security import routing_probes as r
from security import search_probes as se
from security import unit_probes as u
from security.conftest import World
from security.shift_probes import handover_signing, log_writing, papers_forging, shift_signing, wall_pushing

from storage.model.ids import new_id

VERIFIER = (
    "SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2E=$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
)


Statements = list[tuple[str, tuple[object, ...]]]


@dataclass(frozen=True)
class Probe:
    """`own` is tried on what belongs to the role, `other` on what does not.

    Each gives statements that must all be let through or all be refused; `prepare` gives those that go before.
    """

    own: Callable[[World], Statements]
    other: Callable[[World], Statements] | None = None
    prepare: Callable[[World], Statements] | None = None


def passes(connection: psycopg.Connection, statement: str, values: tuple[object, ...], before: Statements) -> bool:
    """Whether one statement is let through; anything but a refusal fails the test by itself."""
    with connection.transaction(force_rollback=True):
        try:
            for earlier, its_values in before:
                connection.execute(earlier, its_values)
            cursor = connection.execute(statement, values)
            touched = cursor.rowcount
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except psycopg.errors.InsufficientPrivilege:
            return False
        except psycopg.Error as error:
            if str(error.sqlstate).startswith("SG"):  # a trigger's own refusal
                return False
            raise
        return touched != 0


def fixed(*statements: str) -> Callable[[World], Statements]:
    return lambda world: [(statement, ()) for statement in statements]


def on(ticket: str, *statements: str) -> Callable[[World], Statements]:
    """Statements with one `%s`, filled with a ticket of the world."""
    return lambda world: [(statement, (getattr(world, ticket),)) for statement in statements]


def opening(world: World) -> Statements:
    insert = "INSERT INTO siaga.ticket (id, title, category, priority, place) VALUES (%s, 'Macet', 'congestion', 2, '')"
    return [(insert, (new_id(),))]


def camera_saving(world: World) -> Statements:
    return [
        (
            "INSERT INTO siaga.camera (id, number, name, main_url) VALUES (%s, 900, 'Baru', 'rtsp://10.0.0.1/1')",
            (new_id(),),
        ),
        ("UPDATE siaga.camera SET name = 'Lain' WHERE id = %s", (world.camera,)),
    ]


def dispatching(world: World) -> Statements:
    version = world.city.detail(world.mine).ticket.version
    insert = "INSERT INTO siaga.assignment (id, ticket_id, agency_id, seen_version) VALUES (%s, %s, %s, %s)"
    return [(insert, (new_id(), world.mine, world.city.agencies["pupr"], version))]


def accepting(ticket: str) -> Callable[[World], Statements]:
    def statements(world: World) -> Statements:
        ticket_id = getattr(world, ticket)
        version = world.city.detail(ticket_id).ticket.version
        accept = (
            "UPDATE siaga.assignment SET state = 'accepted', act = 'accept', said = '', seen_version = %s WHERE id = %s"
        )
        return [(accept, (version, world.assignment(ticket_id)))]

    return statements


def claiming(world: World) -> Statements:
    return [("SELECT * FROM siaga.claim_leases(ARRAY[%s]::uuid[], 60)", (world.camera,))]


def sighting(world: World) -> Statements:
    insert = (
        "INSERT INTO siaga.sighting (id, camera_id, epoch, kind, began, state, occupancy, speed, seen_at)"
        " VALUES (%s, %s, (SELECT epoch FROM siaga.lease WHERE camera_id = %s), 'congestion', true,"
        " 'dense', 0.5, 0.5, now())"
    )
    return [(insert, (new_id(), world.camera, world.camera))]


def person_making(world: World) -> Statements:
    return [("SELECT siaga.create_person(%s, 'probe1', 'Probe', 'operator', NULL, %s, true)", (new_id(), VERIFIER))]


def station_enrolling(world: World) -> Statements:
    return [("SELECT siaga.enrol_station(%s, 'probe2', 'Probe', %s)", (new_id(), VERIFIER))]


def intake_making(world: World) -> Statements:
    return [("SELECT siaga.create_intake(%s, 'probe3', 'Probe', %s)", (new_id(), VERIFIER))]


def forging(world: World) -> Statements:
    insert = (
        "INSERT INTO siaga.ticket (id, number, title, category, priority, opened_by)"
        " VALUES (%s, 'BKS-2020-000001', 'Palsu', 'congestion', 2, 'operator2')"
    )
    forged = {"opened_by": "operator2", "number": "BKS-2020-000002", "created_at": "2020-01-01", "version": "9"}
    updates = [
        (f"UPDATE siaga.ticket SET {column} = %s WHERE id = %s", (v, world.mine)) for column, v in forged.items()
    ]
    still = "INSERT INTO siaga.still (id, ticket_id, jpeg, taken_by, sha256) VALUES (%s, %s, '\\xffd8ffe0', 'x', 'x')"
    return [(insert, (new_id(),)), *updates, (still, (new_id(), world.mine))]


def owner_forging(world: World) -> Statements:
    other = world.city.person("operator3").me().id
    claim = "UPDATE siaga.ticket SET owner_id = %s, act = 'claim', said = 'x' WHERE id = %s"
    return [(claim, (other, world.mine)), (claim, (other, world.reported))]


def becoming(world: World) -> Statements:
    superuser = world.raw("superuser").info.user
    names = ("siaga_owner", "siaga_registrar", "operator2", "pg_read_all_data", superuser)
    return [(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(name)).as_string(), ()) for name in names]


PROBES: dict[str, Probe] = {
    "read_reference": Probe(fixed(*(f"SELECT 1 FROM siaga.{t}" for t in ("agency", "category", "place")))),
    "read_people": Probe(
        fixed(
            "SELECT 1 FROM siaga.person WHERE login = session_user"
            " OR session_user IN ('station1', 'siaga', 'postgres', 'backup1')"
        ),
        fixed("SELECT 1 FROM siaga.person WHERE login = 'operator2'"),
    ),
    "read_cameras": Probe(fixed("SELECT main_url, zones FROM siaga.camera")),
    "save_camera": Probe(camera_saving),
    "set_camera_secret": Probe(lambda w: [("SELECT siaga.set_camera_secret(%s, 'a', 'b')", (w.camera,))]),
    "read_camera_secret": Probe(fixed("SELECT password FROM siaga.camera_secret")),
    "read_tickets": Probe(
        lambda w: [("SELECT 1 FROM siaga.ticket WHERE id = ANY (%s)", ([w.mine, w.reported],))],
        on("theirs", "SELECT 1 FROM siaga.ticket WHERE id = %s", "SELECT 1 FROM siaga.assignment WHERE ticket_id = %s"),
    ),
    "read_stills": Probe(
        on("mine", "SELECT jpeg FROM siaga.still WHERE ticket_id = %s"),
        on("theirs", "SELECT jpeg FROM siaga.still WHERE ticket_id = %s"),
    ),
    "read_timeline": Probe(
        on("mine", "SELECT 1 FROM siaga.audit WHERE subject = 'ticket' AND subject_id = %s"),
        on("theirs", "SELECT 1 FROM siaga.audit WHERE subject = 'ticket' AND subject_id = %s"),
    ),
    "open_ticket": Probe(opening),
    "keep_still": Probe(c.still_keeping("mine"), c.still_keeping("theirs")),
    "acknowledge": Probe(
        on(
            "reported",
            "UPDATE siaga.ticket SET state = 'acknowledged', act = 'acknowledge', said = '',"
            " owner_id = siaga.my_person_id() WHERE id = %s",
        )
    ),
    "edit_ticket": Probe(on("mine", "UPDATE siaga.ticket SET title = 'Lain', act = 'edit', said = '' WHERE id = %s")),
    "dispatch": Probe(dispatching),
    "find_tickets": Probe(se.finding("mine"), other=se.finding("theirs")),
    "keep_filter": Probe(se.filter_keeping(shared=False)),
    "share_filter": Probe(se.filter_keeping(shared=True)),
    "read_procedures": Probe(pr.reading("mine"), pr.reading("theirs")),
    "answer_step": Probe(pr.answering("mine", "lampu_manual"), pr.answering("theirs", "lampu_manual")),
    "answer_supervisors_step": Probe(pr.answering("mine", "putus_alih")),
    "read_notices": Probe(fixed("SELECT FROM siaga.procedure_notice")),
    "see_notice": Probe(pr.seeing),
    "read_links": Probe(fixed("SELECT FROM siaga.ticket_link")),
    "link_tickets": Probe(li.linking),
    "read_clocks": Probe(
        on("mine", "SELECT act FROM siaga.clock_event WHERE ticket_id = %s"),
        on("theirs", "SELECT act FROM siaga.clock_event WHERE ticket_id = %s"),
    ),
    "read_clock_rules": Probe(
        fixed(*(f"SELECT count(*) FROM siaga.{t}" for t in ("clock_target", "clock_category", "work_week", "site_day")))
    ),
    "pause_ticket": Probe(k.pausing),
    "set_clock_rules": Probe(k.rule_setting),
    "raise_clock_alarm": Probe(k.alarm_raising),
    "note": Probe(
        on("mine", "UPDATE siaga.ticket SET act = 'note', said = 'Catatan' WHERE id = %s"),
        on("theirs", "UPDATE siaga.ticket SET act = 'note', said = 'Catatan' WHERE id = %s"),
    ),
    "act_on_assignment": Probe(accepting("mine"), accepting("theirs")),
    "reopen_closed": Probe(
        on("closed", "UPDATE siaga.ticket SET state = 'in_progress', act = 'reopen', said = 'Kambuh' WHERE id = %s")
    ),
    "propose_transfer": Probe(r.proposing(), r.proposing(theirs=True)),
    "answer_transfer": Probe(r.answering(), r.answering(theirs=True)),
    "read_transfers": Probe(r.transfer_reading("offer"), r.transfer_reading("their_offer")),
    "read_routing_rules": Probe(fixed("SELECT 1 FROM siaga.routing_rule")),
    "save_routing_rule": Probe(r.rule_saving),
    "keep_routing": Probe(r.routing_keeping, prepare=c.opening_now),
    "read_units": Probe(u.unit_reading("unit"), u.unit_reading("their_unit")),
    "save_unit": Probe(u.unit_saving(), u.unit_saving(theirs=True)),
    "send_unit": Probe(u.unit_sending(), u.unit_sending(theirs=True)),
    "read_exercises": Probe(fixed("SELECT 1 FROM siaga.exercise")),
    "run_exercise": Probe(r.exercise_starting, prepare=r.exercise_ending),
    "open_in_exercise": Probe(r.exercise_opening),
    "make_real": Probe(r.real_making),
    "read_feed": Probe(
        lambda w: [("SELECT 1 FROM siaga.change WHERE kind = 'ticket' AND id = ANY (%s)", ([w.mine, w.reported],))],
        on("theirs", "SELECT 1 FROM siaga.change WHERE id = %s"),
    ),
    "send_command": Probe(lambda w: [("INSERT INTO siaga.command (key, kind) VALUES (%s, 'OpenTicket')", (new_id(),))]),
    "read_sightings": Probe(
        fixed(
            "SELECT count(*) FROM siaga.sighting",
            "SELECT count(*) FROM siaga.lease",
            "SELECT count(*) FROM siaga.watch",
        )
    ),
    "claim_lease": Probe(claiming),
    "write_sighting": Probe(sighting, prepare=claiming),
    "read_alarms": Probe(fixed(*(f"SELECT count(*) FROM siaga.{t}" for t in ("alarm", "alarm_rule", "outage")))),
    "read_alarm_stills": Probe(a.of_alarm("SELECT jpeg FROM siaga.still WHERE alarm_id = %s")),
    "act_on_alarm": Probe(a.alarm_acting),
    "carry_on_alarm": Probe(a.carrying_on, prepare=a.ticket_opening),
    "save_alarm_rule": Probe(a.rule_saving),
    "raise_alarm": Probe(a.alarm_raising),
    "read_footage": Probe(
        fixed(*(f"SELECT 1 FROM siaga.{t}" for t in ("bookmark", "evidence_export", "evidence_span")))
    ),
    "read_footage_locks": Probe(fixed("SELECT reason FROM siaga.footage_lock")),
    "set_bookmark": Probe(f.bookmark_setting),
    "remove_bookmark": Probe(f.bookmark_removing("bookmark"), f.bookmark_removing("their_bookmark")),
    "lock_footage": Probe(f.footage_locking),
    "release_footage": Probe(f.footage_releasing),
    "keep_export": Probe(f.export_keeping, prepare=f.export_beginning),
    "read_ptz": Probe(fixed("SELECT 1 FROM siaga.ptz_hold")),
    "take_ptz": Probe(f.ptz_taking),
    "take_over_ptz": Probe(f.ptz_taking_over),
    "read_camera_hours": Probe(fixed("SELECT count(*) FROM siaga.camera_hour")),
    "write_camera_hours": Probe(f.hours_writing),
    "read_shifts": Probe(
        fixed(*(f"SELECT 1 FROM siaga.{t}" for t in ("shift_sign_in", "log_entry", "handover", "handover_signature")))
    ),
    "sign_in_to_shift": Probe(shift_signing),
    "write_log": Probe(log_writing),
    "sign_handover": Probe(handover_signing),
    "read_wall": Probe(fixed("SELECT 1 FROM siaga.wall_push")),
    "push_to_wall": Probe(wall_pushing),
    "read_areas": Probe(fixed("SELECT 1 FROM siaga.area")),
    "import_places": Probe(c.places_importing),
    "read_reports": Probe(c.report_reading("mine"), c.report_reading("theirs")),
    "read_nuisance": Probe(fixed("SELECT caller_number FROM siaga.nuisance")),
    "count_reports": Probe(c.report_counting),
    "bring_report": Probe(c.report_bringing, prepare=c.opening_now),
    "add_report": Probe(lambda w: [*c.report_adding(w), *c.nuisance_noting(w)]),
    "seal_identity": Probe(i.sealing, prepare=i.bringing_in),
    "read_unsealings": Probe(i.requests_reading),
    "ask_unsealing": Probe(i.asking),
    "grant_unsealing": Probe(i.granting),
    "read_identity": Probe(i.reading_own, i.reading_others, prepare=i.lifting),
    "read_sealed_table": Probe(i.table_reading),
    "read_contacts": Probe(fixed("SELECT phone FROM siaga.contact")),
    "save_contact": Probe(c.contact_saving),
    "read_administration": Probe(fixed("SELECT 1 FROM siaga.audit WHERE subject = 'person'")),
    "read_audit_heads": Probe(fixed("SELECT 1 FROM siaga.audit_head"), prepare=au.head_first),
    "keep_audit_head": Probe(au.head_keeping),
    "read_whole_audit": Probe(fixed("SELECT head FROM siaga.audit_chain")),
    "note_saved_still": Probe(au.still_noting),
    "read_erasures": Probe(au.erasures_reading),
    "ask_erasure": Probe(au.asking),
    "carry_out_erasure": Probe(au.carrying_out),
    "create_person": Probe(person_making),
    "disable_person": Probe(
        fixed("SELECT siaga.disable_person('operator3')", "SELECT siaga.end_sessions('operator3')")
    ),
    "reset_password": Probe(lambda w: [("SELECT siaga.reset_password('operator3', %s)", (VERIFIER,))]),
    "enrol_station": Probe(station_enrolling),
    "change_my_password": Probe(lambda w: [("SELECT siaga.change_my_password(%s)", (VERIFIER,))]),
    "send_messages": Probe(o.message_taking),
    "read_outbox": Probe(fixed("SELECT kind FROM siaga.outbox")),
    "note_backup": Probe(o.backup_noting),
    "read_backups": Probe(fixed("SELECT made_at FROM siaga.backup")),
    "create_intake": Probe(intake_making),
    "forge_actor": Probe(forging),
    "forge_alarm": Probe(a.alarm_forging),
    "forge_footage": Probe(f.footage_forging),
    "forge_papers": Probe(papers_forging),
    "forge_report": Probe(c.report_forging),
    "forge_seal": Probe(i.forging),
    "forge_filter": Probe(se.filter_forging),
    "forge_answer": Probe(pr.forging),
    "forge_link": Probe(li.link_forging),
    "forge_clock": Probe(k.forging),
    "forge_routing": Probe(r.routing_forging),
    "forge_unit": Probe(u.unit_forging),
    "forge_owner": Probe(owner_forging),
    "skip_transition": Probe(
        lambda w: [
            ("UPDATE siaga.ticket SET state = 'new', act = 'reopen', said = 'x' WHERE id = %s", (w.closed,)),
            ("UPDATE siaga.ticket SET state = 'closed', act = 'close', said = '' WHERE id = %s", (w.mine,)),
            ("UPDATE siaga.ticket SET state = 'resolved', act = 'resolve', said = '' WHERE id = %s", (w.mine,)),
            ("UPDATE siaga.ticket SET state = 'in_progress', act = 'dispatch', said = '' WHERE id = %s", (w.reported,)),
        ]
    ),
    "forge_message": Probe(o.forging),
    "write_audit": Probe(
        lambda w: [
            (
                "INSERT INTO siaga.audit (subject, subject_id, act, actor, at)"
                " VALUES ('ticket', %s, 'note', 'x', now())",
                (w.mine,),
            ),
            ("UPDATE siaga.audit SET actor = 'x'", ()),
            ("SELECT siaga.write_audit('ticket', %s, 'note', '{}', '')", (w.mine,)),
        ]
    ),
    "forge_audit": Probe(au.forging),
    "write_feed": Probe(
        fixed(
            "UPDATE siaga.feed_counter SET number = 0",
            "UPDATE siaga.change SET actor = 'x'",
            "INSERT INTO siaga.change VALUES (0, 'ticket', gen_random_uuid(), 1, 'x', now())",
        )
    ),
    "delete_rows": Probe(fixed("DELETE FROM siaga.still", "DELETE FROM siaga.audit", "DELETE FROM siaga.change")),
    "change_rules": Probe(
        fixed(
            "UPDATE siaga.transition SET role = 'wall' WHERE role = 'agency'",
            "UPDATE siaga.person SET role = 'supervisor' WHERE login = 'operator3'",
            "UPDATE siaga.site SET demo = false",
            "UPDATE siaga.alembic_version SET version_num = 'x'",
        )
    ),
    "create_role": Probe(
        fixed(
            "CREATE ROLE probe4",
            "ALTER ROLE operator2 PASSWORD 'x'",
            "ALTER ROLE operator2 CREATEROLE",
            "GRANT siaga_supervisor TO operator3",
            "GRANT pg_execute_server_program TO operator3",
        )
    ),
    "create_objects": Probe(
        fixed(
            "CREATE TABLE siaga.probe (id int)",
            "CREATE SCHEMA probe",
            "CREATE TABLE public.probe (id int)",
            "CREATE FUNCTION siaga.probe() RETURNS int LANGUAGE sql RETURN 1",
            "CREATE TEMP TABLE probe (id int)",
        )
    ),
    "become_another": Probe(becoming),
}
