"""Facts of a shift made by hand or by a seed, for whatever shows them; no database."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from console.presenters.handover_paper import to_json
from console.reports.context import HandedOut, ReportContext
from storage.model import counting
from storage.model.alarms import AlarmKind
from storage.model.audit import AuditHead, microseconds
from storage.model.counting import AssignmentTimes
from storage.model.footage import EvidenceExport, Span
from storage.model.shift_facts import AlarmLine, CameraLine, ShiftFacts, TicketLine
from storage.model.shifts import Handover, LogEntry, ShiftPlan, ShiftSpan, Side, Signature, SignIn
from storage.model.tickets import Priority, TicketState
from video.events import StreamState
from widgets.shift.values import HandedCamera, Paper

ZONE = ZoneInfo("Asia/Jakarta")
PLAN = ShiftPlan((("Pagi", time(6)), ("Siang", time(14)), ("Malam", time(22))), ZONE)
NOTES = "Genset pos 2 diperiksa lagi pukul 01.00. Lajur kiri Jl. Urip Sumoharjo masih ditutup."
SINCE = datetime(2026, 11, 24, 14, tzinfo=ZONE).astimezone(UTC)
UNTIL = SINCE + timedelta(hours=8)
CATEGORIES = {
    "congestion": ("Kemacetan", "Congestion"),
    "accident": ("Kecelakaan", "Accident"),
    "fire": ("Kebakaran", "Fire"),
    "flood": ("Banjir", "Flood"),
    "fallen_tree": ("Pohon tumbang", "Fallen tree"),
    "waste": ("Sampah", "Waste"),
    "road_damage": ("Jalan rusak", "Road damage"),
}
AGENCIES = ("Dinas Perhubungan", "Satpol PP", "Damkar", "Dinas Lingkungan Hidup", "Dinas PUPR", "Polres Metro Bekasi")
PLACES = ("Jl. Urip Sumoharjo", "Simpang SGC", "Tol Cikarang Barat km 31", "Pasar Cikarang", "Jembatan Kalimalang")
TITLES = (
    "Lalu lintas terhenti",
    "Kecelakaan, 2 motor dan satu truk boks",
    "Macet karena truk mogok di lajur kiri",
    "Pohon tumbang menutup separuh jalan",
    "Sampah menumpuk",
    "Air setinggi 40 cm di underpass",
)
CAMERAS = ("Simpang SGC", "Jl. Urip Sumoharjo", "Tol Cikarang Barat", "Fly Over Tegal Gede", "Pasar Cikarang")
CAMERAS_MORE = ("Jl. Gatot Subroto", "Plaza Pemda", "Jembatan Kalimalang", "Terminal Kalijaya")
PAPER = Paper(
    at=UNTIL - timedelta(minutes=3),
    span=ShiftSpan("Siang", SINCE, UNTIL),
    outgoing="Budi Santoso",
    cameras=(HandedCamera(108, "Jembatan Kalimalang", StreamState.LOST, UNTIL - timedelta(hours=1)),),
    notes=NOTES,
)
EXPORT = EvidenceExport(
    id=UUID(int=77),
    spans=(
        Span(UUID(int=101), SINCE + timedelta(minutes=31), SINCE + timedelta(minutes=44)),
        Span(UUID(int=104), SINCE + timedelta(minutes=31), SINCE + timedelta(minutes=44)),
    ),
    reason="Permintaan Polres Metro Bekasi, kecelakaan di Simpang SGC",
    folder="bukti-bks-2026-000012-20261124T081502Z",
    manifest_sha256="5a08" * 16,
    key_fingerprint="0f3c91d2" * 8,
    files=8,
    bytes=412_000_000,
    gaps_s=75.0,
    made_by="Sari Wulandari",
    made_at=SINCE + timedelta(hours=1, minutes=15),
)
HEAD = AuditHead(
    7, microseconds(UNTIL + timedelta(minutes=6)), 48_215, 48_190, bytes.fromhex("3e71a0c4" * 8), bytes(32)
)
CONTEXT = ReportContext(
    authority="Pemerintah Kabupaten Bekasi",
    site_name="Pusat Komando Kabupaten Bekasi",
    plan=PLAN,
    made_by="Sari Wulandari",
    categories=CATEGORIES,
    evidence=(
        HandedOut(EXPORT, ("101 Simpang SGC", "104 Fly Over Tegal Gede")),
        HandedOut(replace(EXPORT, id=UUID(int=78), gaps_s=0.0, key_fingerprint="ab12cd34" * 8), ("102 Pasar",)),
    ),
    fingerprint=EXPORT.key_fingerprint,
    head=HEAD,
)


def empty_facts(since: datetime = SINCE, until: datetime = UNTIL) -> ShiftFacts:
    """A shift in which nothing happened on a site without cameras, as the record counts it."""
    hours = counting.stretches(since, until, since, timedelta(hours=1))
    return ShiftFacts(
        **{"since": since, "until": until, "read_at": until + timedelta(minutes=6, microseconds=123456)},
        **{"sign_ins": (), "handovers": (), "log": (), "tickets": (), "by_category": (), "by_agency": ()},
        **{"by_priority": counting.by_priority(()), **counting.distributions((), (), ())},
        **{"cameras": (), "alarms": (), "busiest_10_minutes": 0, "nuisance_calls": 0},
        congestion_minutes=tuple((hour, 0.0) for hour in hours),
        watched_minutes=tuple((hour, 0.0) for hour in hours),
    )


def ticket_line(number: int = 1, **changes: object) -> TicketLine:
    """A ticket of the shift, opened ten minutes into it and closed."""
    at = SINCE + timedelta(minutes=10)
    line = TicketLine(
        **{"id": UUID(int=number), "number": f"BKS-2026-{number:06}", "title": "Lalu lintas terhenti"},
        **{"category": "congestion", "priority": Priority.CRITICAL, "state": TicketState.CLOSED},
        **{"place": "Jl. Urip Sumoharjo", "agencies": ("Dinas Perhubungan",), "opened_at": at, "reports": 3},
        acknowledged_at=at + timedelta(seconds=30),
        dispatched_at=at + timedelta(minutes=1),
        accepted_at=at + timedelta(minutes=3),
        on_scene_at=at + timedelta(minutes=14),
        resolved_at=at + timedelta(minutes=52),
        closed_at=at + timedelta(minutes=55),
    )
    return replace(line, **changes)


def busy_facts(seed: int = 7, tickets: int = 37) -> ShiftFacts:
    """A shift with everything in it; by `seed`, so that figures and lengths differ."""
    random = Random(seed)
    lines = sorted((_ticket(random, n) for n in range(1, tickets + 1)), key=_opened_at)
    opened = [line for line in lines if line.opened_at >= SINCE]
    sent = [
        AssignmentTimes(agency, line.dispatched_at, line.accepted_at, line.on_scene_at)
        for line in opened
        if line.dispatched_at is not None
        for agency in line.agencies
    ]
    alarms = tuple(_alarm(random, kind) for kind in AlarmKind)
    return replace(
        empty_facts(),
        sign_ins=_sign_ins(),
        handovers=(_handover(),),
        log=_log(lines),
        tickets=tuple(lines),
        by_category=counting.most_first(line.category for line in opened),
        by_agency=counting.most_first(times.agency for times in sent),
        by_priority=counting.by_priority(opened),
        **counting.distributions(opened, sent, [random.uniform(8, 70) for _ in lines]),
        cameras=_cameras(random),
        alarms=tuple(sorted(alarms, key=_most_raised)),
        busiest_10_minutes=random.randrange(4, 14),
        congestion_minutes=tuple((at, random.uniform(0, 95)) for at, _ in empty_facts().congestion_minutes),
        watched_minutes=tuple((at, 60.0) for at, _ in empty_facts().congestion_minutes),
        nuisance_calls=random.randrange(1, 9),
        exercise_tickets=2,
    )


def _ticket(random: Random, number: int) -> TicketLine:
    opened = SINCE + timedelta(seconds=random.randrange(-3600 if number % 9 == 0 else 0, 8 * 3600))
    gaps = [random.choice([20, 60, 300, 1800]) * random.uniform(0.3, 1.6) for _ in range(6)]
    moments, at = [], opened
    for gap in gaps:
        at += timedelta(seconds=round(gap))
        moments.append(at)
    reached = random.choice([0, 1, 2, 3, 4, 5, 6, 6, 6, 6])
    times = [moment if n < reached else None for n, moment in enumerate(moments)]
    states = (TicketState.NEW, TicketState.ACKNOWLEDGED, *(TicketState.IN_PROGRESS,) * 3, TicketState.RESOLVED)
    return TicketLine(
        **{"id": UUID(int=number), "number": f"BKS-2026-{4100 + number:06}", "title": random.choice(TITLES)},
        **{"category": random.choice(list(CATEGORIES)), "priority": random.choice(list(Priority))},
        **{"state": (*states, TicketState.CLOSED)[reached], "place": random.choice(PLACES), "opened_at": opened},
        agencies=tuple(random.sample(AGENCIES, random.choice([1, 1, 2]))) if reached > 1 else (),
        reports=random.choice([1, 1, 1, 2, 5]),
        **dict(zip(_STEPS, times, strict=True)),
    )


_STEPS = ("acknowledged_at", "dispatched_at", "accepted_at", "on_scene_at", "resolved_at", "closed_at")


def _sign_ins() -> tuple[SignIn, ...]:
    people = (("Sari Wulandari", "supervisor"), ("Budi Santoso", "operator"), ("Rina Marlina", "operator"))
    return tuple(
        SignIn(
            id=UUID(int=n),
            person_id=UUID(int=100 + n),
            person_name=name,
            role=role,
            shift_name="Siang",
            shift_starts_at=SINCE,
            signed_in_at=SINCE + timedelta(minutes=n - 3),
            signed_out_at=UNTIL + timedelta(minutes=4) if n else None,
        )
        for n, (name, role) in enumerate(people)
    )


def _handover() -> Handover:
    signed = (Signature(Side.OUTGOING, UUID(int=101), "Budi Santoso", UNTIL + timedelta(minutes=2)),)
    signed += (Signature(Side.INCOMING, UUID(int=109), "Agus Firmansyah", UNTIL + timedelta(minutes=4)),)
    return Handover(
        **{"id": UUID(int=900), "shift_name": "Siang", "shift_starts_at": SINCE, "shift_ends_at": UNTIL},
        **{"content": to_json(PAPER), "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
        **{"prepared_at": UNTIL - timedelta(minutes=3), "prepared_by": "Budi Santoso", "signatures": signed},
    )


def _log(lines: list[TicketLine]) -> tuple[LogEntry, ...]:
    about = lines[0].id if lines else None
    texts = (
        ("Genset diuji 10 menit, normal.", None),
        ("Dishub menutup lajur kiri di Jl. Urip Sumoharjo sampai derek datang; arus dialihkan.", about),
        ("Kamera 108 kembali normal setelah sekring panel diganti teknisi.", None),
    )
    entries = enumerate(texts, start=1)
    return tuple(
        LogEntry(UUID(int=n), SINCE + timedelta(minutes=70 * n), "Budi Santoso", text, ticket)
        for n, (text, ticket) in entries
    )


def _cameras(random: Random) -> tuple[CameraLine, ...]:
    named = enumerate((*CAMERAS, *CAMERAS_MORE), start=101)
    lost = {103: (2, random.uniform(1, 30)), 106: (1, random.uniform(0.2, 1)), 108: (4, random.uniform(40, 200))}
    lines = [CameraLine(n, name, lost.get(n, (0, 0.0))[1], lost.get(n, (0, 0.0))[0]) for n, name in named]
    return tuple(sorted(lines, key=_most_lost))


def _alarm(random: Random, kind: AlarmKind) -> AlarmLine:
    raised = random.randrange(1, 24)
    false = random.randrange(raised)
    return AlarmLine(kind.value, raised, false, random.randrange(raised - false), random.randrange(3))


def _opened_at(line: TicketLine) -> datetime:
    return line.opened_at


def _most_lost(line: CameraLine) -> float:
    return -line.minutes_lost


def _most_raised(line: AlarmLine) -> int:
    return -line.raised
