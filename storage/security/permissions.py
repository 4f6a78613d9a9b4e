"""The permission matrix: who may do what with the record, by the server's own hand.

docs/ref/roles.md shows it to people, tests/security proves each cell over raw connections.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from storage.model.people import Machine, Role


class Grant(StrEnum):
    """A cell; the value is what the page shows."""

    YES = "yes"
    OWN = (
        # An agency's: tickets with an assignment of theirs; the intake's: what it brought in; a bookmark's maker; whom
        # a seal was lifted for.
        "own"
    )
    NO = "–"


@dataclass(frozen=True, slots=True)
class Permission:
    """One line: `key` names its probe in the tests, `what` stands on the page."""

    key: str
    what: str
    grants: MappingProxyType[Role | Machine, Grant] = field(repr=False)

    def of(self, role: Role | Machine) -> Grant:
        return self.grants[role]


COLUMNS: tuple[Role | Machine, ...] = (*Role, *Machine)

_DESK = (Role.OPERATOR, Role.SUPERVISOR)
_KEEPERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)
_HOUSE = (Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.WALL, Role.AUDITOR)
_READERS = (*_DESK, Role.ADMINISTRATOR, Role.AUDITOR)
_PEOPLE = (*_HOUSE, Role.AGENCY)


_BY_FUNCTION: frozenset[str] = frozenset({"read_identity"})
"""Lines that are read by a function, which the backup may not call."""


def _may(key: str, what: str, *yes: Role | Machine, own: tuple[Role, ...] = ()) -> Permission:
    if key.startswith(("read_", "count_")) and key not in _BY_FUNCTION:
        yes = (*yes, Machine.BACKUP)  # it reads every table, so a new line need not name it
    grants = {role: Grant.YES if role in yes else Grant.OWN if role in own else Grant.NO for role in COLUMNS}
    return Permission(key, what, MappingProxyType(grants))


MATRIX: tuple[Permission, ...] = (
    _may("read_reference", "read agencies, categories and places", *Role),
    _may("read_people", "read who is who", *_PEOPLE, own=(Role.INTAKE,)),
    _may("read_cameras", "read cameras and their zones", *_PEOPLE, Role.STATION),
    _may("save_camera", "add and change cameras", *_KEEPERS),
    _may("set_camera_secret", "set a camera's login", *_KEEPERS),
    _may("read_camera_secret", "read a camera's login", Role.STATION),
    _may("read_tickets", "read tickets and assignments", *_HOUSE, own=(Role.AGENCY, Role.INTAKE)),
    _may("read_stills", "read stills", *_HOUSE, own=(Role.AGENCY,)),
    _may("read_timeline", "read a ticket's timeline", *_HOUSE, own=(Role.AGENCY,)),
    _may("open_ticket", "open a ticket", *_DESK, Role.INTAKE),
    _may("keep_still", "keep a still with a ticket", *_DESK, own=(Role.AGENCY,)),
    _may("acknowledge", "acknowledge, claim, resolve, close, reject", *_DESK),
    _may("edit_ticket", "edit a ticket's fields", *_DESK),
    _may("dispatch", "dispatch an agency", *_DESK),
    _may("find_tickets", "find tickets by words, number, time, place, agency and state", *_HOUSE, own=(Role.AGENCY,)),
    _may("keep_filter", "keep a filter of one's own", *_DESK),
    _may("share_filter", "keep a filter for every desk", Role.SUPERVISOR),
    _may("read_procedures", "read a ticket's procedure and its answers", *_HOUSE, own=(Role.AGENCY,)),
    _may("answer_step", "answer and skip steps of a procedure", *_DESK, own=(Role.AGENCY,)),
    _may("answer_supervisors_step", "answer a supervisor's step", Role.SUPERVISOR),
    _may("read_notices", "read what was skipped or left open", *_READERS),
    _may("see_notice", "say that one knows of what was skipped", Role.SUPERVISOR),
    _may("read_links", "read which tickets belong together", *_HOUSE),
    _may("link_tickets", "link tickets and take links back", *_DESK),
    _may("read_clocks", "read what tickets' clocks are told from", *_HOUSE, own=(Role.AGENCY,)),
    _may("read_clock_rules", "read promises, working hours and days off", *_PEOPLE, Role.STATION),
    _may("pause_ticket", "pause a ticket's clocks and let them go on", *_DESK),
    _may("set_clock_rules", "set promises, working hours and days off", *_KEEPERS),
    _may("raise_clock_alarm", "measure tickets and raise alarms about them", Role.STATION),
    _may("note", "write a note", *_DESK, own=(Role.AGENCY,)),
    _may("act_on_assignment", "accept, set out, arrive, complete, decline", *_DESK, own=(Role.AGENCY,)),
    _may("reopen_closed", "reopen a closed or rejected ticket", Role.SUPERVISOR),
    _may("propose_transfer", "propose that another agency takes over", *_DESK, own=(Role.AGENCY,)),
    _may("answer_transfer", "accept, refuse or withdraw such a proposal", *_DESK, own=(Role.AGENCY,)),
    _may("read_transfers", "read such proposals", *_HOUSE, own=(Role.AGENCY,)),
    _may("read_routing_rules", "read the rules of routing", *_HOUSE),
    _may("save_routing_rule", "add and change rules of routing", *_KEEPERS),
    _may("keep_routing", "write down what was proposed for a new ticket", *_DESK),
    _may("read_units", "read crews and vehicles and what they do", *_HOUSE, own=(Role.AGENCY,)),
    _may("save_unit", "add and change crews and vehicles", *_KEEPERS, own=(Role.AGENCY,)),
    _may("send_unit", "send a crew or vehicle to an assignment", *_DESK, own=(Role.AGENCY,)),
    _may("read_exercises", "read which exercise runs", *_PEOPLE),
    _may("run_exercise", "start and end an exercise", Role.SUPERVISOR),
    _may("open_in_exercise", "open a ticket as an exercise", *_DESK),
    _may("make_real", "make an exercise's ticket real", Role.SUPERVISOR),
    _may("read_feed", "follow the feed of tickets", *_HOUSE, own=(Role.AGENCY, Role.INTAKE)),
    _may("send_command", "send commands", *_DESK, Role.ADMINISTRATOR, Role.AUDITOR, Role.AGENCY, Role.INTAKE),
    _may("read_sightings", "read sightings and leases", *_HOUSE, Role.STATION),
    _may("claim_lease", "claim the lease of a camera", Role.STATION),
    _may("write_sighting", "write sightings under its lease", Role.STATION),
    _may("read_alarms", "read alarms, their rules and outages", *_HOUSE, Role.STATION),
    _may("read_alarm_stills", "read stills of alarms without a ticket", *_HOUSE),
    _may("act_on_alarm", "acknowledge and shelve alarms, call them false", *_DESK),
    _may("carry_on_alarm", "make a ticket of an alarm", *_DESK),
    _may("save_alarm_rule", "add and change alarm rules", *_KEEPERS),
    _may("raise_alarm", "raise and return alarms, write outages", Role.STATION),
    _may("read_footage", "read bookmarks, locked footage and exports", *_READERS),
    _may("read_footage_locks", "read which footage is locked, without names", *_READERS, Role.STATION),
    _may("set_bookmark", "set a bookmark", *_DESK),
    _may("remove_bookmark", "remove a bookmark", Role.SUPERVISOR, own=(Role.OPERATOR,)),
    _may("lock_footage", "lock footage", *_DESK),
    _may("release_footage", "let locked footage go", *_KEEPERS),
    _may("keep_export", "write down evidence that was exported", *_DESK),
    _may("read_ptz", "read who moves cameras", *_READERS),
    _may("take_ptz", "take a camera's PTZ and give it back", *_DESK, Role.ADMINISTRATOR),
    _may("take_over_ptz", "take over another's PTZ with a reason", *_KEEPERS),
    _may("read_camera_hours", "read cameras' health", *_READERS, Role.STATION),
    _may("write_camera_hours", "write cameras' health under its lease", Role.STATION),
    _may("read_shifts", "read shifts, the log book and handovers", *_READERS),
    _may("sign_in_to_shift", "sign in to a shift and out of it", *_DESK),
    _may("write_log", "write in the log book, prepare a handover", *_DESK),
    _may("sign_handover", "sign a handover", *_DESK),
    _may("read_wall", "see what is pushed to the wall", *_HOUSE),
    _may("push_to_wall", "push to the wall and release it", *_DESK),
    _may("read_areas", "read the desa and kelurahan of the gazetteer", *_PEOPLE, Role.INTAKE),
    _may("import_places", "import landmarks and areas", *_KEEPERS),
    _may("read_reports", "read reports and who called", *_DESK, Role.AUDITOR, own=(Role.AGENCY,)),
    _may("read_nuisance", "read nuisance calls and a number's history", *_DESK, Role.AUDITOR),
    _may("count_reports", "count reports and nuisance calls", *_DESK, Role.ADMINISTRATOR, Role.AUDITOR),
    _may("bring_report", "bring a report in with the ticket it opens", *_DESK, Role.INTAKE),
    _may("add_report", "add a report to a ticket, note a nuisance call", *_DESK),
    _may("seal_identity", "bring in who reports in confidence, sealed", *_DESK, Role.INTAKE),
    _may("read_unsealings", "read who asked for which seal to be lifted, and why", *_DESK, Role.AUDITOR),
    _may("ask_unsealing", "ask for a seal to be lifted", *_DESK),
    _may("grant_unsealing", "lift a seal for another person", Role.SUPERVISOR),
    _may("read_identity", "read who is sealed, once it was lifted for oneself", own=_DESK),
    _may("read_sealed_table", "read the table of who is sealed"),
    _may("read_contacts", "read the agencies' contact books", *_PEOPLE),
    _may("save_contact", "add and change contacts", *_KEEPERS),
    _may("read_administration", "read the audit of cameras, people and stations", Role.ADMINISTRATOR, Role.AUDITOR),
    _may("read_audit_heads", "read the audit's signed heads", *_READERS, Role.STATION),
    _may("keep_audit_head", "take and keep a signed head of the audit", *_DESK, Role.ADMINISTRATOR, Role.STATION),
    _may("read_whole_audit", "read every row of the audit and its chains", Role.ADMINISTRATOR, Role.AUDITOR),
    _may("note_saved_still", "note that a picture was saved as a file", *_READERS, Role.AGENCY),
    _may("read_erasures", "read what of reporters was erased, and why", *_KEEPERS, Role.AUDITOR),
    _may("ask_erasure", "ask for a reporter's data to be erased", Role.SUPERVISOR),
    _may("carry_out_erasure", "carry out an erasing that a supervisor asked for", Role.ADMINISTRATOR),
    _may("create_person", "create a person", Role.ADMINISTRATOR),
    _may("disable_person", "disable a person and end their sessions", Role.ADMINISTRATOR),
    _may("reset_password", "give a person a one-time password", Role.ADMINISTRATOR),
    _may("enrol_station", "enrol a station", Role.ADMINISTRATOR),
    _may("change_my_password", "change one's own password", *_PEOPLE),
    _may("send_messages", "take messages out of the outbox and settle them", Machine.NOTIFIER),
    _may("read_outbox", "read the outbox"),
    _may("note_backup", "write down that a backup was made", Machine.BACKUP),
    _may("read_backups", "read when backups were made", *_READERS),
    _may("create_intake", "make the intake's login"),
    _may("forge_actor", "write under another's name, time or number"),
    _may("forge_alarm", "write an alarm's state, time or priority directly, delete alarms or rules"),
    _may("forge_footage", "write bookmarks, locks, exports or PTZ holds under another's name, change or delete them"),
    _may("forge_papers", "write a shift's papers under another's name, change or delete them"),
    _may("forge_report", "write reports under another's name or time, change or delete them"),
    _may("forge_seal", "write who is sealed, or a lifted seal, directly; change or delete either"),
    _may("forge_filter", "change or remove another's filter, or write one under another's name"),
    _may("forge_answer", "write a procedure, or an answer under another's name or time, change or delete them"),
    _may("forge_link", "write a link between tickets under another's name, change or delete one"),
    _may("forge_clock", "write or change what clocks are told from or measured against"),
    _may("forge_routing", "hand on without consent, mark a ticket as an exercise, change what was written of either"),
    _may("forge_unit", "write what a crew at work does, or take it off its task"),
    _may("forge_owner", "make another person the owner of a ticket"),
    _may("skip_transition", "set a state that the table does not lead to"),
    _may("forge_message", "write, change or delete messages and notes of backups directly"),
    _may("write_audit", "write or change audit rows"),
    _may("forge_audit", "change the audit's chains, heads or erasings, or name another keeper"),
    _may("write_feed", "write or change the feed"),
    _may("delete_rows", "delete tickets, stills, sightings or audit rows"),
    _may("change_rules", "change transitions, people or the site's row directly"),
    _may("create_role", "create or change roles directly"),
    _may("create_objects", "create schemas, tables, functions or temporary tables"),
    _may("become_another", "become another role"),
)
"""A line without anybody is for the database's superuser alone, or for the triggers."""


def as_markdown() -> str:
    """The matrix as the table of docs/ref/roles.md."""
    lines = ["| what | " + " | ".join(COLUMNS) + " |", "|---|" + "---|" * len(COLUMNS)]
    for permission in MATRIX:
        cells = " | ".join(permission.of(role).value for role in COLUMNS)
        lines.append(f"| {permission.what} | {cells} |")
    return "\n".join(lines)
