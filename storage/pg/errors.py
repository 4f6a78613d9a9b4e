"""What PostgreSQL and its driver raise, as the record's own errors.

A libpq connection error keeps the whole connection, password included, in its `pgconn`; so what is raised here is
never chained to it.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy.exc

from storage.model.links import LinkRefusal
from storage.pg.tls import tls_problem
from storage.service.errors import (
    AlreadyTaken,
    BadLogin,
    Busy,
    Forbidden,
    Full,
    Invalid,
    LinkRefused,
    NotAllowedNow,
    PtzHeld,
    RecordError,
    SealShut,
    Stale,
    StepNotOpen,
    Unreachable,
)

NOT_ALLOWED_NOW = "SG001"
INVALID = "SG002"
STALE = "SG003"
PTZ_HELD = "SG004"
STEP_NOT_OPEN = "SG006"
LINK_REFUSED = "SG005"
SEAL_SHUT = "SG007"

# Shut down, crashed, recovering, database dropped, session idle for too long.
_GONE = frozenset({"57P01", "57P02", "57P03", "57P04", "57P05", "25P03"})

# Constraint names that tell a person more than the column's name.
_FIELDS = {
    "assignment_open_agency": "agency",
    "camera_number_key": "number",
    "still_jpeg_check": "still",
    "assignment_agency_id_fkey": "agency",
    "assignment_next_agency_id_fkey": "agency",
    "ticket_camera_id_fkey": "camera",
    "camera_agency_id_fkey": "agency",
    "contact_agency_id_fkey": "agency",
    "contact_pkey": "id",
    "place_name_kecamatan_desa_key": "name",
    "still_camera_id_fkey": "camera",
    "command_pkey": "key",
    "ticket_pkey": "id",
    "person_check": "agency",
    "alarm_rule_pkey": "id",
    "alarm_rule_point": "rule",
    "alarm_rule_camera_id_fkey": "camera",
    "log_entry_pkey": "id",
    "log_entry_ticket_id_fkey": "ticket",
    "handover_pkey": "id",
    "wall_push_pkey": "id",
    "wall_push_ticket_id_fkey": "ticket",
    "footage_version_camera_id_fkey": "camera",
    "bookmark_pkey": "id",
    "bookmark_text_check": "bookmark",
    "bookmark_ticket_id_fkey": "ticket",
    "footage_lock_pkey": "id",
    "footage_lock_ticket_id_fkey": "ticket",
    "footage_lock_release_check": "reason",
    "step_answer_pkey": "id",
    "step_answer_still_id_fkey": "still",
    "evidence_export_pkey": "id",
    "evidence_export_ticket_id_fkey": "ticket",
    "unit_pkey": "id",
    "unit_call_sign": "name",
    "unit_agency_id_fkey": "agency",
    "unit_task_open": "unit",
    "routing_rule_pkey": "id",
    "routing_rule_area_check": "boundary",
    "routing_rule_agency_id_fkey": "agency",
    "transfer_pkey": "id",
    "transfer_proposed": "transfer",
    "transfer_to_agency_id_fkey": "agency",
    "exercise_pkey": "id",
    "exercise_running": "exercise",
    "clock_target_replaces_key": "seen",
    "clock_target_first": "seen",
    "clock_category_replaces_key": "seen",
    "clock_category_first": "seen",
    "site_day_stands": "day",
    "work_week_since_key": "since",
    "unsealing_pkey": "id",
    "unsealing_pending": "seal",
    "ticket_link_pkey": "id",
    "ticket_link_child": "ticket",
}


@contextmanager
def translated(host: str, *, act: str = "") -> Iterator[None]:
    """Run a block of database work; raises RecordError subclasses for what the driver raises."""
    try:
        yield
    except sqlalchemy.exc.DBAPIError as error:
        problem = translate(error.orig, host, act=act)
    except psycopg.Error as error:
        problem = translate(error, host, act=act)
    except sqlalchemy.exc.TimeoutError:  # both connections of this login are in use
        problem = Busy()
    except UnicodeEncodeError as error:  # half of a surrogate pair: no text in UTF-8
        problem = Invalid(error.reason, field="text")
    else:
        return
    raise problem


def translate(error: BaseException | None, host: str, *, act: str = "") -> RecordError:
    """One driver error as the record's own; `host` is shown to the person, `act` is what was asked."""
    if not isinstance(error, psycopg.Error):
        return Unreachable(str(error), host=host)
    state, diag = error.sqlstate, error.diag
    if state is None and isinstance(error, psycopg.DataError):  # the driver's own: a text with a NUL in it
        return Invalid(str(error), field="text")
    if state is None or state in _GONE or state.startswith("08"):
        return Unreachable(_plain(error), host=host)
    if state == NOT_ALLOWED_NOW:
        return NotAllowedNow(_plain(error), act=act, state=diag.message_detail or "")
    if state in _BY_DETAIL:
        return _BY_DETAIL[state](_plain(error), diag.message_detail or "")
    if state == "23505":
        return AlreadyTaken(_plain(error), field=_field(diag))
    if state == INVALID or state[:2] in ("22", "23", "54"):  # 54: too long for an index, nested too deep
        return Invalid(_plain(error), field=_field(diag))
    if state == "53100":
        return Full(_plain(error))
    if state[:2] in ("40", "53", "55", "57"):  # a deadlock, no resources, a lock or an answer not got in time
        return Busy(_plain(error))
    return _BY_STATE.get(state, _unknown)(_plain(error))


def _ptz_held(plain: str, detail: str) -> RecordError:
    return PtzHeld(plain, **json.loads(detail or "{}"))


def _link_refused(plain: str, detail: str) -> RecordError:
    return LinkRefused(plain, why=LinkRefusal(detail))


_BY_DETAIL: dict[str, Callable[[str, str], RecordError]] = {PTZ_HELD: _ptz_held, LINK_REFUSED: _link_refused}


def _unknown(detail: str) -> RecordError:
    return RecordError(detail)


def _login_taken(detail: str) -> RecordError:
    return AlreadyTaken(detail, field="login")


def _stale(detail: str) -> RecordError:
    return Stale(None, detail)


_BY_STATE: dict[str, Callable[[str], RecordError]] = {
    "28P01": BadLogin,
    "28000": BadLogin,
    "42501": Forbidden,
    "0LP01": Forbidden,
    "42710": _login_taken,
    STALE: _stale,
    STEP_NOT_OPEN: StepNotOpen,
    SEAL_SHUT: SealShut,
}


def _plain(error: psycopg.Error) -> str:
    return (error.diag.message_primary or str(error)).strip()


def _field(diag: psycopg.errors.Diagnostic) -> str:
    """The field that a constraint is about: known by name, else the column in `<table>_<column>_<suffix>`."""
    name = diag.constraint_name or ""
    if name in _FIELDS:
        return _FIELDS[name]
    if name and diag.table_name:
        name = name.removeprefix(f"{diag.table_name}_")
        for suffix in ("_check", "_key", "_fkey", "_pkey"):
            name = name.removesuffix(suffix)
        return name
    return diag.column_name or "?"


# Refusals that name the login and are no fault of it.
_NO_FAULT_OF_THE_LOGIN = ("too many connections", "pg_hba.conf")


def connect_problem(error: psycopg.OperationalError, login: str, host: str) -> RecordError:
    """Why a login did not connect. libpq gives no SQLSTATE here, so the server's words have to tell.

    A refusal of the login names it, in every language that PostgreSQL speaks; one of a server that is starting,
    stopping, recovering or full names nobody.
    """
    words = str(error)
    if problem := tls_problem(words, host):
        return problem
    if "no password supplied" in words:
        return BadLogin()
    _, refused, said = words.rpartition("FATAL:")
    if refused and login in said and not any(hint in said for hint in _NO_FAULT_OF_THE_LOGIN):
        return BadLogin()
    return Unreachable(said.strip(), host=host)
