"""Tickets: another agency's, closed ones, skipped states, another's name."""

from security.attacks.attack import DESK, NO_ROW, Attack, Statement, about, everybody_but, plain
from security.conftest import World
from security.routing_probes import ANSWER, PROPOSE

from storage.model.ids import new_id
from storage.model.people import Machine, Role

AGENCY = (Role.AGENCY,)
STILL = "INSERT INTO siaga.still (id, ticket_id, jpeg) VALUES (gen_random_uuid(), %s, '\\xffd8ffe0')"
STEP = (
    "INSERT INTO siaga.step_answer (id, ticket_id, step, answer, reason, seen_version)"
    " VALUES (gen_random_uuid(), %s, 'sebab', 'lampu', 'x', (SELECT version FROM siaga.ticket WHERE id = %s))"
)
NOTE = "UPDATE siaga.ticket SET act = 'note', said = 'x' WHERE id = %s"
REPORT = "INSERT INTO siaga.report (id, ticket_id, channel) VALUES (gen_random_uuid(), %s, 'telephone')"
STRANGERS = (Role.WALL, Role.INTAKE, Role.STATION, Machine.NOTIFIER)


def theirs(what: str, statement: str, refused: str = NO_ROW, which: str = "theirs") -> Attack:
    """An agency tries it on another's; the desk may."""
    return Attack(what, AGENCY, refused, about(statement, which), Role.OPERATOR)


def dispatching(ticket: str, seen: str = "version") -> str:
    return (
        "INSERT INTO siaga.assignment (id, ticket_id, agency_id, seen_version) SELECT gen_random_uuid(), t.id, a.id,"
        f" t.{seen} FROM siaga.ticket t, siaga.agency a WHERE t.id = %s AND a.code = '{ticket}'"
    )


def accepting(ticket: str, change: str = "state = 'accepted', act = 'accept'", seen: str = "version") -> str:
    return (
        f"UPDATE siaga.assignment s SET {change}, said = '', seen_version = {seen}"
        " FROM siaga.ticket t WHERE t.id = s.ticket_id AND t.id = %s"
    )


def proposing_theirs(world: World) -> Statement:
    r = world.routing
    return PROPOSE, (new_id(), r.their_part, world.city.agencies["pupr"], r.their_version)


def answering_theirs(world: World) -> Statement:
    return ANSWER, (world.routing.their_offer, "accept_transfer", world.routing.their_offer_version)


def own_claim(change: str) -> str:
    return f"UPDATE siaga.ticket SET act = 'claim', said = 'x', owner_id = {change} WHERE id = %s"


OTHER = "(SELECT id FROM siaga.person WHERE login = 'operator3')"
READING = [
    theirs("read another agency's ticket", "SELECT title FROM siaga.ticket WHERE id = %s"),
    theirs("lock another agency's ticket", "SELECT FROM siaga.ticket WHERE id = %s FOR UPDATE"),
    theirs("find another agency's ticket", "SELECT FROM siaga.find_tickets('{}', NULL, NULL, 200) t WHERE t = %s"),
    theirs(
        "find it by the other agency's name",
        "SELECT siaga.find_tickets(jsonb_build_object('agency_id', agency_id), NULL, NULL, 9)"
        " FROM (SELECT a.id AS agency_id FROM siaga.agency a WHERE code = 'polri' AND %s IS NOT NULL) x",
    ),
    theirs("read another agency's part of a ticket", "SELECT FROM siaga.assignment WHERE ticket_id = %s"),
    theirs("read who reported another agency's ticket", "SELECT FROM siaga.report WHERE ticket_id = %s"),
    theirs("read pictures of another agency's ticket", "SELECT jpeg FROM siaga.still WHERE ticket_id = %s"),
    theirs("read another agency's timeline", "SELECT FROM siaga.audit WHERE subject_id = %s"),
    theirs("read another agency's ticket in the feed", "SELECT FROM siaga.change WHERE id = %s"),
    theirs("read another agency's clocks", "SELECT FROM siaga.clock_event WHERE ticket_id = %s"),
    theirs("read another agency's procedure", "SELECT FROM siaga.step_answer WHERE ticket_id = %s"),
    theirs(
        "read what others hand on between them", "SELECT FROM siaga.transfer WHERE id = %s", which="routing.their_offer"
    ),
    Attack(
        "read tickets without a right to any",
        (Role.STATION, Machine.NOTIFIER),
        "42501",
        about("SELECT title FROM siaga.ticket WHERE id = %s", "mine"),
        Role.OPERATOR,
    ),
    Attack(
        "read a ticket that the intake did not bring in",
        (Role.INTAKE,),
        NO_ROW,
        about("SELECT title FROM siaga.ticket WHERE id = %s", "mine"),
        Role.OPERATOR,
    ),
    Attack(
        "read who called",
        STRANGERS,
        "42501",
        about("SELECT caller_name FROM siaga.report WHERE ticket_id = %s", "mine"),
        Role.OPERATOR,
    ),
    Attack(
        "read who called, by a whole row, a condition or a hidden column",
        (Role.ADMINISTRATOR,),
        "42501",
        about("SELECT count(r) FROM siaga.report r WHERE ticket_id = %s", "mine"),
        Role.AUDITOR,
    ),
    Attack(
        "ask whether a certain number called",
        (Role.ADMINISTRATOR,),
        "42501",
        plain("SELECT FROM siaga.report WHERE caller_number IS NOT NULL"),
        Role.AUDITOR,
    ),
]
TAKING = [
    theirs("write a note on another agency's ticket", NOTE),
    theirs(
        "the same by MERGE",
        "MERGE INTO siaga.ticket t USING (SELECT %s::uuid AS id) x ON t.id = x.id"
        " WHEN MATCHED THEN UPDATE SET act = 'note', said = 'x'",
    ),
    theirs("accept for another agency", accepting("polri")),
    theirs("add a picture to another agency's ticket", STILL, "42501"),
    Attack("answer a step on another agency's ticket", AGENCY, "42501", about(STEP, "theirs", "theirs"), Role.OPERATOR),
    Attack("hand on another agency's part", AGENCY, "42501", proposing_theirs, Role.OPERATOR),
    Attack("accept what another agency was asked", AGENCY, "42501", answering_theirs, Role.OPERATOR),
    Attack("dispatch itself to a ticket", AGENCY, "42501", about(dispatching("pupr"), "mine"), Role.OPERATOR),
    Attack(
        "move a person to another agency",
        everybody_but(),
        "42501",
        plain("UPDATE siaga.person SET agency_id = agency_id WHERE login = 'dishub1'"),
    ),
]
CLOSED = [
    Attack(
        "write a note on a closed ticket",
        DESK,
        "SG001",
        about(NOTE, "closed"),
        controlled=about(NOTE, "mine"),
        control=Role.OPERATOR,
    ),
    Attack(
        "edit a closed ticket",
        DESK,
        "SG001",
        about("UPDATE siaga.ticket SET act = 'edit', title = 'x' WHERE id = %s", "closed"),
        Role.OPERATOR,
        about("UPDATE siaga.ticket SET act = 'edit', title = 'x' WHERE id = %s", "mine"),
    ),
    Attack(
        "add a picture to a closed ticket", DESK, "SG001", about(STILL, "closed"), Role.OPERATOR, about(STILL, "mine")
    ),
    Attack(
        "add a report to a closed ticket", DESK, "SG001", about(REPORT, "closed"), Role.OPERATOR, about(REPORT, "mine")
    ),
    Attack(
        "dispatch a closed ticket",
        DESK,
        "SG001",
        about(dispatching("pupr"), "closed"),
        Role.OPERATOR,
        about(dispatching("pupr"), "mine"),
    ),
    Attack(
        "reopen a closed ticket",
        (Role.OPERATOR,),
        "42501",
        about("UPDATE siaga.ticket SET state = 'in_progress', act = 'reopen', said = 'x' WHERE id = %s", "closed"),
        Role.SUPERVISOR,
    ),
]
STATES = [
    Attack(
        "close a ticket that is not resolved",
        DESK,
        "SG001",
        about("UPDATE siaga.ticket SET state = 'closed', act = 'close' WHERE id = %s", "mine"),
    ),
    Attack(
        "close a ticket by acknowledging it",
        DESK,
        "SG002",
        about("UPDATE siaga.ticket SET state = 'closed', act = 'acknowledge' WHERE id = %s", "reported"),
    ),
    Attack(
        "set a state without an act",
        DESK,
        "42501",
        about("UPDATE siaga.ticket SET state = 'closed' WHERE id = %s", "reported"),
    ),
    Attack(
        "close a ticket by inserting it again",
        DESK,
        "SG001",
        about(
            "INSERT INTO siaga.ticket (id, title, category, priority) VALUES (%s, 'x', 'congestion', 2)"
            " ON CONFLICT (id) DO UPDATE SET state = 'closed', act = 'close'",
            "mine",
        ),
        controlled=about(NOTE, "mine"),
    ),
    Attack(
        "complete a part that was never accepted",
        AGENCY,
        "SG001",
        about(accepting("dishub", "state = 'done', act = 'complete'"), "mine"),
    ),
    Attack(
        "act on what was seen long ago",
        AGENCY,
        "SG003",
        about(accepting("dishub", seen="0"), "mine"),
        Role.AGENCY,
        about(accepting("dishub"), "mine"),
    ),
    Attack(
        "act without saying what was seen",
        AGENCY,
        "SG002",
        about(accepting("dishub", seen="NULL"), "mine"),
        Role.AGENCY,
        about(accepting("dishub"), "mine"),
    ),
    *(
        Attack(
            f"write a ticket's {column} directly",
            everybody_but(),
            "42501",
            about(f"UPDATE siaga.ticket SET {column} = {column} WHERE id = %s", "mine"),
        )
        for column in (
            "number",
            "version",
            "created_at",
            "opened_by",
            "act_count",
            "exercise",
            "duplicate_of",
            "reports",
        )
    ),
    Attack("delete a ticket", everybody_but(), "42501", about("DELETE FROM siaga.ticket WHERE id = %s", "mine")),
    Attack("empty the table of tickets", everybody_but(), "42501", plain("TRUNCATE siaga.ticket CASCADE")),
    Attack(
        "bring tickets in past the policies by COPY",
        DESK,
        "0A000",
        plain("COPY siaga.ticket (id, title, category, priority) FROM STDIN"),
        Role.OPERATOR,
        plain(
            "INSERT INTO siaga.ticket (id, title, category, priority) VALUES (gen_random_uuid(), 'x', 'congestion', 2)"
        ),
    ),
]
NAMES = [
    Attack(
        "make another person the owner",
        DESK,
        "SG002",
        about(own_claim(OTHER), "reported"),
        Role.OPERATOR,
        about(own_claim("siaga.my_person_id()"), "reported"),
    ),
    *(
        Attack(f"write {what} under another's name", everybody_but(), "42501", about(statement, which))
        for what, statement, which in (
            (
                "a report",
                "INSERT INTO siaga.report (id, ticket_id, channel, received_by)"
                " VALUES (gen_random_uuid(), %s, 'radio', 'operator3')",
                "mine",
            ),
            (
                "a still",
                "INSERT INTO siaga.still (id, ticket_id, taken_by, sha256, jpeg)"
                " VALUES (gen_random_uuid(), %s, 'operator3', '', '\\xffd8ffe0')",
                "mine",
            ),
            ("a log entry", f"INSERT INTO siaga.log_entry (id, text, person_id) SELECT %s, 'x', {OTHER}", "new_export"),
            (
                "a bookmark",
                "INSERT INTO siaga.bookmark (id, camera_id, at, text, version, made_by)"
                f" SELECT gen_random_uuid(), %s, now(), 'x', 1, {OTHER}",
                "camera",
            ),
            (
                "a signature",
                "INSERT INTO siaga.handover_signature (handover_id, side, digest, version, person_id)"
                f" SELECT %s, 'outgoing', '', 2, {OTHER}",
                "handover.id",
            ),
            ("a command", "INSERT INTO siaga.command (key, kind, actor) VALUES (%s, 'x', 'operator3')", "new_export"),
            (
                "a crew's task",
                "INSERT INTO siaga.unit_task (id, unit_id, assignment_id, ticket_id, sent_by)"
                " SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), %s, 'operator3'",
                "mine",
            ),
        )
    ),
]
TICKETS = [*READING, *TAKING, *CLOSED, *STATES, *NAMES]
