"""What may never be rewritten: the audit, the feed, what clocks are told from, papers, evidence."""

from security.attacks.attack import Attack, about, everybody_but, plain

from storage.model.people import Machine, Role

ALL = everybody_but()
AUDIT_ROW = (
    "INSERT INTO siaga.audit (subject, subject_id, act, actor, at)"
    " VALUES ('ticket', gen_random_uuid(), 'close', 'operator3', now())"
)
HEAD = (
    "INSERT INTO siaga.audit_head (id, taken_at, last, rows, digest, public_key, signature, kept_by)"
    " VALUES (gen_random_uuid(), now(), 1, 1, repeat('ab', 32), repeat('ab', 32), repeat('ab', 64), 'station1')"
)

ERASURE = (
    "INSERT INTO siaga.erasure (id, reason, report_ids, nuisance_ids, audit_numbers, asked_by)"
    " VALUES (gen_random_uuid(), 'x', '{}', '{}', '{}', 'supervisor1')"
)


def never(what: str, statement: str, *which: str) -> Attack:
    """Nobody may; only a superuser who sets the triggers aside gets through, which the audit's check finds."""
    return Attack(what, ALL, "42501", about(statement, *which))


REWRITING = [
    never("write a row of audit", AUDIT_ROW),
    never("change a row of audit", "UPDATE siaga.audit SET actor = 'operator3'"),
    never("take the words out of a row of audit", "UPDATE siaga.audit SET salt = NULL, said = '', facts = '{}'"),
    never("delete rows of audit", "DELETE FROM siaga.audit"),
    never("empty the audit", "TRUNCATE siaga.audit"),
    never("call what writes the audit", "SELECT siaga.write_audit('ticket', %s, 'close', '{}', '')", "mine"),
    never("move the audit's numbers", "SELECT setval('siaga.audit_number_seq', max(number) + 1) FROM siaga.audit"),
    never("take numbers of the audit away", "SELECT nextval('siaga.audit_number_seq')"),
    never("change the head of a chain", "UPDATE siaga.audit_chain SET head = '\\x00'"),
    never("delete a chain", "DELETE FROM siaga.audit_chain"),
    never("keep a head of the audit under another's name", HEAD),
    never("take kept heads away", "TRUNCATE siaga.audit_head"),
    never("write that somebody asked for erasing", ERASURE),
    never("write to the feed", "UPDATE siaga.change SET actor = 'operator3'"),
    never("put the feed's counter back", "UPDATE siaga.feed_counter SET number = 0"),
    never("change what a clock is told from", "UPDATE siaga.clock_event SET at = at - interval '1 hour'"),
    never("delete what a clock is told from", "DELETE FROM siaga.clock_event"),
    never("change a promise", "UPDATE siaga.clock_target SET amount = 900"),
    never("change a procedure", "UPDATE siaga.procedure SET body = body"),
    never("change an answer of a procedure", "UPDATE siaga.step_answer SET answer = 'skip'"),
    never("change the log book", "UPDATE siaga.log_entry SET text = 'x'"),
    never("change a handover", "UPDATE siaga.handover SET content = '{}'"),
    never("delete a signature", "DELETE FROM siaga.handover_signature"),
    never("change what was exported as evidence", "UPDATE siaga.evidence_export SET folder = 'x'"),
    never("delete what was exported as evidence", "DELETE FROM siaga.evidence_span"),
    never("change the table of transitions", "UPDATE siaga.transition SET needs = '{}'"),
    never("say that the schema is another", "UPDATE siaga.alembic_version SET version_num = 'r0001'"),
    never("write a message to the public", "UPDATE siaga.outbox SET state = 'waiting'"),
    never("read messages to the public", "SELECT FROM siaga.outbox"),
    never("switch the triggers of the audit off", "ALTER TABLE siaga.audit DISABLE TRIGGER ALL"),
    never("drop the trigger of the audit", "DROP TRIGGER chains ON siaga.audit"),
    never("switch row policies off", "ALTER TABLE siaga.ticket DISABLE ROW LEVEL SECURITY"),
    never("add a policy of one's own", "CREATE POLICY mine ON siaga.ticket USING (true)"),
    never("replace a function", "ALTER FUNCTION siaga.my_role() SECURITY INVOKER"),
    never("set the triggers aside for a session", "SET LOCAL session_replication_role = replica"),
]
# The outbox is in the backup, as everything is.
REWRITING = [
    Attack(one.what, everybody_but(Machine.BACKUP), one.refused, one.tried, Machine.BACKUP)
    if one.what == "read messages to the public"
    else one
    for one in REWRITING
]
READING = [
    Attack(
        "read the audit of what is no ticket",
        (Role.OPERATOR, Role.SUPERVISOR, Role.AGENCY, Role.WALL),
        "no row",
        plain("SELECT FROM siaga.audit WHERE subject = 'camera'"),
        Role.AUDITOR,
    ),
    Attack(
        "read the audit at all",
        (Role.INTAKE, Role.STATION, Machine.NOTIFIER),
        "42501",
        plain("SELECT FROM siaga.audit"),
        Role.AUDITOR,
    ),
    Attack(
        "carry out an erasing without an administrator",
        everybody_but(Role.ADMINISTRATOR),
        "42501",
        about("SELECT siaga.carry_out_erasure(%s)", "new_export"),
        Role.SUPERVISOR,
        about("SELECT siaga.ask_erasure(%s, 'x', ARRAY(SELECT id FROM siaga.report LIMIT 1), '', '{}')", "new_export"),
    ),
    Attack(
        "carry out what nobody asked for",
        (Role.ADMINISTRATOR,),
        "SG002",
        about("SELECT siaga.carry_out_erasure(%s)", "new_export"),
        Role.ADMINISTRATOR,
        plain("SELECT FROM siaga.audit_chain"),
    ),
]
TRUTH = [*REWRITING, *READING]
