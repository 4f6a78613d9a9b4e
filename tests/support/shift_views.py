"""A handover's paper as values for views, at the frozen moment of support.views."""

from dataclasses import replace
from datetime import timedelta

from storage.model.alarms import AlarmKind
from storage.model.shifts import LogEntry, ShiftSpan
from storage.model.tickets import Priority
from support import views
from video.events import StreamState
from widgets.shift.values import HandedAgency, HandedAlarm, HandedCamera, HandedLine, HandedTicket, HandoverState, Paper

BEGINS = views.NOW - timedelta(hours=8, minutes=3, seconds=54)
SPAN = ShiftSpan("Pagi", BEGINS, BEGINS + timedelta(hours=8))


def handed(at: int) -> HandedTicket:
    one = views.TICKETS[at % len(views.TICKETS)]
    agencies = tuple(
        HandedAgency(part.agency_name, part.state, part.dispatched_at, part.changed_at) for part in one.assignments
    )
    number = one.number if at < len(views.TICKETS) else f"BKS-2026-00{4200 + at}"
    return HandedTicket(
        str(views.id_of(4000 + at)),
        number,
        one.title,
        one.place,
        one.priority,
        one.state,
        one.created_at,
        one.owner_name,
        agencies,
    )


LOG = (
    HandedLine(views.ago(25_000), "Operator 3", "PJU padam di Jl. Kalimalang, PLN sudah dihubungi."),
    HandedLine(
        views.ago(9_000),
        "Operator 1",
        "Dishub mengirim dua petugas ke Simpang SGC sampai pukul 16:00 karena pasar tumpah; "
        "hubungi pos Cikarang bila antrean sampai jembatan.",
    ),
    HandedLine(views.ago(700), "Supervisor 1", "Tamu dari BPBD pukul 15:00."),
)
PAPER = Paper(
    at=views.NOW,
    span=SPAN,
    outgoing="Operator 3",
    tickets=tuple(handed(at) for at in range(len(views.TICKETS))),
    shelved=(
        HandedAlarm(
            "a1",
            AlarmKind.STOPPED_VEHICLE,
            "104 Fly Over Tegal Gede",
            Priority.MEDIUM,
            views.NOW + timedelta(hours=1, minutes=26),
            "Kendaraan parkir resmi",
            "Operator 1",
        ),
    ),
    cameras=(
        HandedCamera(107, "Plaza Pemda", StreamState.LOST, views.ago(3_900)),
        HandedCamera(109, "Terminal Kalijaya", StreamState.FROZEN, views.ago(42)),
    ),
    log=LOG,
)
STATE = HandoverState(outgoing_name="Operator 3", next_shift="Siang")
ENTRIES = tuple(LogEntry(views.id_of(60 + at), one.at, one.author, one.text) for at, one in enumerate(LOG))


def forty_tickets() -> Paper:
    return replace(PAPER, tickets=tuple(handed(at) for at in range(40)))
