"""A record filled with some days of a random city: lives of tickets, alarms, outages, traffic and papers.

Written by the superuser with the triggers set aside, since no command can set a time. Everything is random by a seed,
but some moments fall exactly on the edges of the span that a test asks for.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from storage.model.ids import new_id

ALARM_KINDS = ("congestion", "stopped_traffic", "stopped_vehicle", "dark", "camera_lost", "analysis_stopped")
DAYS = 9


class RandomCity:
    """Fills the database behind `admin`; `span` is what a report may be asked for."""

    def __init__(self, admin: psycopg.Connection, seed: int) -> None:
        self._random = Random(seed)
        self.watched = seed % 2 == 0
        self._admin = admin
        admin.execute("SET session_replication_role = replica")
        self.now: datetime = self._one("SELECT date_trunc('second', now())")
        begins = self.now - timedelta(hours=self._random.uniform(5, 30))
        hours = self._random.choice([1.0, 7.5, 8.0, 24.0])
        self.span = (begins, begins + timedelta(hours=hours))
        self._people = self._ids("SELECT id FROM siaga.person WHERE role IN ('operator', 'supervisor')")
        self._logins = self._ids("SELECT login FROM siaga.person WHERE role IN ('operator', 'supervisor')")
        self._agencies = dict(admin.execute("SELECT id, name FROM siaga.agency ORDER BY name").fetchall())
        self._categories = self._ids("SELECT code FROM siaga.category ORDER BY code")
        zones = "SELECT id, (zones -> 0 ->> 'id')::uuid FROM siaga.camera ORDER BY number"
        self._zones: list[tuple[UUID, UUID]] = admin.execute(zones).fetchall()
        self._station = self._one("SELECT id FROM siaga.station LIMIT 1")
        self.tickets: list[UUID] = []

    def fill(self, tickets: int = 120) -> None:
        for number in range(tickets):
            moment = self._between() if self.chance(0.3) else self._moment(48)
            self.tickets.append(self.ticket(number, self._edge(number) or moment))
        self._ends_on_the_edges(tickets)
        self._alarms()
        self._outages()
        self._traffic()
        self._watch()
        self._papers()
        self._calls()

    def ticket(self, number: int, opened: datetime) -> UUID:
        """One ticket's life: acts in a random order that the table of transitions allows, each at a random time."""
        ticket, choose = new_id(), self._random.choice
        life = _Life(self, ticket, opened)
        state = "new"
        for _ in range(self._random.randrange(12)):
            state = life.step(state)
            if state in ("closed", "rejected") and self._random.random() < 0.7:
                break
        self._row(number, ticket, opened, state)
        for _ in range(choose([0, 1, 1, 2, 3])):
            self.report(ticket)
        return ticket

    def _row(self, number: int, ticket: UUID, opened: datetime, state: str) -> None:
        choose = self._random.choice
        self.insert(
            "ticket", id=ticket, number=f"BKS-2026-{number:06}", title=f"Kejadian {number}", state=state,
            category=choice_of(self._random, self._categories), priority=choose([1, 2, 3, 4]), place="Cikarang",
            opened_by=choose(self._logins), created_at=opened,
        )  # fmt: skip

    def report(self, ticket: UUID) -> None:
        handled_s = round(5 + self._random.expovariate(0.04), 3) if self.chance(0.8) else None
        at = self._between() if self.chance(0.5) else self._moment(48)
        self.insert(
            "report", id=new_id(), ticket_id=ticket, channel="telephone", handled_s=handled_s, received_at=at
        )  # fmt: skip

    def audit(self, subject: UUID, act: str, at: datetime, **facts: str) -> None:
        login = self._random.choice(self._logins)
        self.insert("audit", subject="ticket", subject_id=subject, act=act, actor=login, at=at, facts=Jsonb(facts))

    def assignment(self, ticket: UUID, agency: UUID, at: datetime, state: str) -> None:
        self.insert("assignment", id=new_id(), ticket_id=ticket, agency_id=agency, dispatched_at=at, state=state)

    def insert(self, table: str, **values: Any) -> None:
        names = sql.SQL(", ").join(sql.Identifier(name) for name in values)
        places = sql.SQL(", ").join(sql.Placeholder() for _ in values)
        statement = sql.SQL("INSERT INTO siaga.{} ({}) VALUES ({})").format(sql.Identifier(table), names, places)
        self._admin.execute(statement, list(values.values()))

    def pause(self, longest_s: float = 5400) -> timedelta:
        """A random time between two acts: often seconds, sometimes an hour."""
        return timedelta(seconds=round(self._random.choice([5, 60, 600, longest_s]) * self._random.random(), 3))

    def agency(self) -> UUID:
        return self._random.choice(list(self._agencies))

    def name(self, agency: UUID) -> str:
        return self._agencies[agency]

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def pick(self, *acts: str) -> str:
        return self._random.choice(acts)

    def _ends_on_the_edges(self, number: int) -> None:
        """Old tickets that end or come back exactly where the span begins or ends."""
        since, until = self.span
        opened, before, later = since - timedelta(hours=2), since - timedelta(hours=1), until + timedelta(hours=1)
        for acts in (
            [("close", since)],
            [("close", since), ("reopen", later)],
            [("reject", before), ("reopen", since)],
            [("reject", before), ("reopen", since), ("close", later)],
            [("close", before), ("reopen", until)],
            [("close", before), ("reopen", until), ("close", later)],
            [("close", until)],
            [("close", before), ("reopen", before + timedelta(seconds=1)), ("reject", later)],
        ):
            ticket = new_id()
            for act, at in acts:
                self.audit(ticket, act, at)
            state = {"close": "closed", "reject": "rejected", "reopen": "in_progress"}[acts[-1][0]]
            self._row(number, ticket, opened, state)
            number += 1
        self._sent_twice(number)

    def _sent_twice(self, number: int) -> None:
        """Dispatched yesterday and again today: its first dispatch is yesterday's."""
        ticket, first, second = new_id(), *list(self._agencies)[:2]
        self._row(number, ticket, self.now - timedelta(hours=10), "in_progress")
        for agency, hours in ((first, 10), (second, 1)):
            at = self.now - timedelta(hours=hours)
            self.audit(ticket, "dispatch", at, agency=self._agencies[agency])
            self.assignment(ticket, agency, at, "dispatched")

    def _alarms(self) -> None:
        moments = [self._moment(48) for _ in range(60)]
        burst = self._between()
        moments += [burst + timedelta(seconds=step) for step in (0, 1, 1, 299.5, 599.999, 600, 600, 601)]
        for number, at in enumerate([*self.span, *moments]):
            state = self._random.choice(["unacknowledged", "shelved", "ticketed", "false", "cleared", "returned"])
            active = state == "unacknowledged" or (state in ("shelved", "ticketed", "false") and self.chance(0.5))
            closed = state == "cleared" or (state in ("ticketed", "false") and not active)
            kind = ALARM_KINDS[number % 4]
            self.insert(
                "alarm", id=new_id(), kind=kind, family=kind, camera_id=self._zones[0][0], zone_id=new_id(),
                priority=2, state=state, active=active, occupancy=0.5, speed=0.5, held_s=60, cooldown_s=60,
                raised_at=at, closed_at=at if closed else None, reason="x", shelved_by=self._people[0],
                shelved_until=at if state == "shelved" or self.chance(0.2) else None,
                ticket_id=self._random.choice(self.tickets) if state == "ticketed" else None,
            )  # fmt: skip

    def _outages(self) -> None:
        for camera, _ in self._zones:
            at = self.now - timedelta(hours=60)
            while (at := at + self.pause(36_000)) < self.now:
                ended = at + self.pause(18_000)
                running = ended > self.now
                self._outage(camera, at, None if running else ended)
                at = ended
        camera = self._zones[-1][0]
        for edge in self.span:
            self._outage(camera, edge - timedelta(minutes=5), edge)
            self._outage(camera, edge, edge + timedelta(minutes=5))
            self._outage(camera, edge, edge)

    def _outage(self, camera: UUID, began: datetime, ended: datetime | None) -> None:
        values = {"camera_id": camera, "station_id": self._station, "began_at": began, "ended_at": ended}
        self.insert("outage", id=new_id(), **values)

    def _traffic(self) -> None:
        """Sightings of every zone that is, of one that was taken away, and of none."""
        camera = self._zones[0][0]
        for camera_id, zone_id in [*self._zones, (camera, new_id()), (camera, None)]:
            at = self.now - timedelta(days=DAYS)
            while (at := at + self.pause(30_000)) < self.now:
                self._sighting(camera_id, zone_id, self._random.choice(["free", "dense", "congested", "stopped"]), at)
        zone = self._zones[1]
        # What nobody watches any more is not congested for ever.
        self._admin.execute("UPDATE siaga.camera SET analysed = %s WHERE id = %s", (self.watched, zone[0]))
        for edge in (self.span[0], self.now - timedelta(minutes=20)):
            self._sighting(*zone, "congested", edge)
        self._sighting(*self._zones[2], "stopped", self.now - timedelta(seconds=90), kind="stopped_vehicle")

    def _sighting(self, camera: UUID, zone: UUID | None, state: str, at: datetime, kind: str = "congestion") -> None:
        self.insert(
            "sighting", id=new_id(), camera_id=camera, zone_id=zone, station_id=self._station, epoch=1, kind=kind,
            began=state != "free", state=state, occupancy=0.5, speed=0.5, seen_at=at,
        )  # fmt: skip

    def _watch(self) -> None:
        """The console ran for some hours and was off for some; not each camera was analysed each time."""
        cameras = [camera for camera, _ in self._zones]
        at = self.now - timedelta(days=DAYS - 1)
        while (at := at + self.pause(30_000)) < self.now - timedelta(hours=2):
            ended = min(at + timedelta(minutes=11) + self.pause(40_000), self.now - timedelta(hours=1))
            for camera in cameras:
                if self.chance(0.7):
                    self.insert(
                        "watch", camera_id=camera, began_at=at + self.pause(60), ended_at=ended + self.pause(60)
                    )
            at = ended
        ends = (self.now - timedelta(minutes=30), self.now + timedelta(hours=1), self.now - timedelta(minutes=20))
        for camera, until, since in zip(cameras, ends, (50, 40, None), strict=False):
            watched = None if since is None else self.now - timedelta(minutes=since)
            self.insert(
                "lease", camera_id=camera, station_id=self._station, epoch=1, until=until, watched_since=watched
            )  # fmt: skip

    def _papers(self) -> None:
        for person in self._people:
            at = self.now - timedelta(hours=40)
            while (at := at + self.pause(40_000)) < self.now:
                ended = at + self.pause(40_000)
                self._sign_in(person, at, None if ended > self.now else ended)
                at = ended
        for edge in self.span:
            self._sign_in(self._people[0], edge - timedelta(hours=1), edge)
            self._sign_in(self._people[0], edge, edge + timedelta(hours=1))
            self.insert("log_entry", id=new_id(), at=edge, person_id=self._people[0], text="Tepat waktu")
        for _ in range(20):
            self.insert("log_entry", id=new_id(), at=self._moment(48), person_id=self._people[1], text="Tenang")
        for ends in (*self.span, self._between(), self._between()):
            for _ in range(self._random.randrange(1, 4)):
                self._handover(ends)

    def _sign_in(self, person: UUID, at: datetime, ended: datetime | None) -> None:
        shift = {"shift_name": "pagi", "shift_starts_at": at, "shift_ends_at": at + timedelta(hours=8)}
        self.insert("shift_sign_in", id=new_id(), person_id=person, signed_in_at=at, signed_out_at=ended, **shift)

    def _handover(self, ends: datetime) -> None:
        handover = new_id()
        self.insert(
            "handover", id=handover, shift_name="pagi", shift_starts_at=ends - timedelta(hours=8), shift_ends_at=ends,
            content="{}", digest="0" * 64, prepared_at=ends + self.pause(), prepared_by=self._people[0],
        )  # fmt: skip
        for number, side in enumerate(("outgoing", "incoming")[: self._random.randrange(3)]):
            self.insert(
                "handover_signature", handover_id=handover, side=side, person_id=self._people[number],
                digest="0" * 64, version=number + 2,
            )  # fmt: skip

    def _calls(self) -> None:
        for at in (*self.span, *(self._moment(30) for _ in range(25))):
            self.insert("nuisance", id=new_id(), noted_at=at, channel="telephone")

    def _edge(self, number: int) -> datetime | None:
        """Some tickets are opened exactly where the span begins and where it ends."""
        return {0: self.span[0], 1: self.span[1], 2: self.span[1] - timedelta(microseconds=1)}.get(number)

    def _moment(self, hours: float) -> datetime:
        return self.now - timedelta(seconds=self._random.randrange(round(hours * 3600)))

    def _between(self) -> datetime:
        return self.span[0] + (self.span[1] - self.span[0]) * self._random.random()

    def _one(self, query: str) -> Any:
        row = self._admin.execute(query).fetchone()
        assert row is not None
        return row[0]

    def _ids(self, query: str) -> list[Any]:
        return [row[0] for row in self._admin.execute(query).fetchall()]


class _Life:
    """Walks one ticket through its states and writes down what happens."""

    def __init__(self, city: RandomCity, ticket: UUID, opened: datetime) -> None:
        self._city = city
        self._ticket = ticket
        self.at = opened
        city.audit(ticket, "open", opened)

    def step(self, state: str) -> str:
        """One act from `state`; the state after it."""
        steps: dict[str, Callable[[], str]] = {
            "new": lambda: self._city.pick("acknowledge", "dispatch", "dispatch", "reject"),
            "acknowledged": lambda: self._city.pick("dispatch", "dispatch", "resolve", "reject"),
            "in_progress": lambda: self._city.pick("dispatch", "resolve", "resolve", "reject"),
            "resolved": lambda: self._city.pick("close", "close", "reopen"),
            "closed": lambda: "reopen",
            "rejected": lambda: "reopen",
        }
        act = steps[state]()
        if act == "dispatch":
            self._dispatch()
            return "in_progress"
        self.at += self._city.pause()
        self._city.audit(self._ticket, act, self.at)
        ends = {"acknowledge": "acknowledged", "reject": "rejected", "resolve": "resolved", "close": "closed"}
        return ends.get(act, "in_progress")

    def _dispatch(self) -> None:
        """One or two agencies, as far as they come; one that declined or is done may be sent again."""
        if self._city.chance(0.8):
            self.at += self._city.pause(300)
        begins = self.at
        for agency in dict.fromkeys([self._city.agency(), self._city.agency()]):  # in the same order each run
            at, state = begins, "dispatched"
            name = self._city.name(agency)
            self._city.audit(self._ticket, "dispatch", at, agency=name)
            for act, then in (("accept", "accepted"), ("set_out", "under_way"), ("arrive", "on_scene")):
                if self._city.chance(0.25):
                    break
                at, state = at + self._city.pause(900), then
                self._city.audit(self._ticket, act, at, agency=name)
            at += self._city.pause(900)
            act, last = ("complete", "done") if state in ("under_way", "on_scene") else ("decline", "rejected")
            self._city.audit(self._ticket, act, at, agency=name)
            self._city.assignment(self._ticket, agency, begins, last)
            self.at = max(self.at, at)


def choice_of(random: Random, values: list[str]) -> str:
    """Uneven: the first values come more often, so that counts differ."""
    return values[min(int(random.expovariate(0.7)), len(values) - 1)]
