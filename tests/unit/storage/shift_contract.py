"""Shifts, log book and handover, whichever implementation answers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from uuid import UUID

import pytest
from unit.storage.city import City
from unit.storage.demo_values import LONG_AGO, NOBODY

from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.shifts import Handover, ShiftSpan, Side, SignIn
from storage.service.commands import PrepareHandover, SignHandover, SignInToShift, SignOutOfShift, WriteLog
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotFound, Stale

DESK = ("operator1", "supervisor1")
READERS = ("operator1", "supervisor1", "administrator1", "auditor1")
STRANGERS = ("dishub1", "wall1", "intake1")
_days: Iterator[int] = count()


def a_shift() -> ShiftSpan:
    """A shift of the test's own."""
    begins = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=next(_days))
    return ShiftSpan("pagi", begins, begins + timedelta(hours=8))


def on_shift(city: City, login: str) -> list[SignIn]:
    """Where this person is signed in now."""
    me = city.person(login).me().id
    rows = city.operator.sign_ins(since=LONG_AGO)
    return [one for one in rows if one.person_id == me and one.signed_out_at is None]


def sign_in(city: City, login: str, span: ShiftSpan) -> None:
    city.person(login).execute(SignInToShift(key=new_id(), span=span))


def preparing(span: ShiftSpan, **fields: object) -> PrepareHandover:
    values: dict[str, object] = {"key": new_id(), "handover_id": new_id(), "span": span, "content": '{"open":[]}'}
    return PrepareHandover(**{**values, **fields})  # type: ignore[arg-type]


def prepared(city: City, span: ShiftSpan, **fields: object) -> Handover:
    command = preparing(span, **fields)
    city.operator.execute(command)
    return city.operator.handover(command.handover_id)


def sign(city: City, login: str, handover: Handover, side: Side, digest: str | None = None) -> None:
    digest = handover.digest if digest is None else digest
    city.person(login).execute(SignHandover(key=new_id(), handover_id=handover.id, side=side, digest=digest))


class ShiftContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_who_signs_in_is_on_the_shift_from_now(self, city: City) -> None:
        span = a_shift()
        sign_in(city, "operator2", span)
        (mine,) = on_shift(city, "operator2")
        assert (mine.person_name, mine.role) == ("Operator 2", "operator")
        assert (mine.shift_name, mine.shift_starts_at) == ("pagi", span.starts_at)
        assert mine.signed_in_at > span.ends_at

    def test_signing_in_twice_is_one_sign_in(self, city: City) -> None:
        span = a_shift()
        sign_in(city, "operator2", span)
        before = on_shift(city, "operator2")
        outcome = city.person("operator2").execute(SignInToShift(key=new_id(), span=span))
        assert (outcome.changes, on_shift(city, "operator2")) == ((), before)

    def test_signing_in_to_another_shift_ends_the_former(self, city: City) -> None:
        first, second = a_shift(), a_shift()
        sign_in(city, "operator2", first)
        (former,) = on_shift(city, "operator2")
        sign_in(city, "operator2", second)
        (now_on,) = on_shift(city, "operator2")
        assert now_on.shift_starts_at == second.starts_at
        rows = {one.id: one for one in city.operator.sign_ins(since=LONG_AGO)}
        assert rows[former.id] == replace(former, signed_out_at=now_on.signed_in_at)

    def test_who_signed_out_can_sign_in_to_the_same_shift_again(self, city: City) -> None:
        span = a_shift()
        sign_in(city, "operator2", span)
        city.person("operator2").execute(SignOutOfShift(key=new_id()))
        assert on_shift(city, "operator2") == []
        sign_in(city, "operator2", span)
        assert len(on_shift(city, "operator2")) == 1

    def test_signing_out_without_a_shift_changes_nothing(self, city: City) -> None:
        city.person("supervisor1").execute(SignOutOfShift(key=new_id()))
        outcome = city.person("supervisor1").execute(SignOutOfShift(key=new_id()))
        assert outcome.changes == ()

    def test_those_who_are_still_on_are_told_whenever_they_came(self, city: City) -> None:
        span = a_shift()
        sign_in(city, "operator2", span)
        (mine,) = on_shift(city, "operator2")
        later = mine.signed_in_at + timedelta(days=1)
        assert mine in city.operator.sign_ins(since=later)
        city.person("operator2").execute(SignOutOfShift(key=new_id()))
        assert mine.id not in {one.id for one in city.operator.sign_ins(since=later)}
        assert mine.id in {one.id for one in city.operator.sign_ins(since=mine.signed_in_at)}

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"name": " "}, "shift_name"),
            ({"ends_at": datetime(2020, 1, 1, tzinfo=UTC)}, "span"),
            ({"ends_at": datetime(2050, 1, 1, tzinfo=UTC)}, "span"),
        ],
        ids=["no name", "ends before it begins", "longer than a day"],
    )
    def test_a_shift_that_cannot_be_is_refused(self, city: City, fields: dict[str, object], field: str) -> None:
        span = replace(a_shift(), **fields)  # type: ignore[arg-type]
        with pytest.raises(Invalid) as refused:
            sign_in(city, "operator3", span)
        assert refused.value.facts["field"] == field
        with pytest.raises(Invalid) as refused:
            prepared(city, span)
        assert refused.value.facts["field"] == field

    def test_a_line_of_the_log_book_has_its_author_and_time(self, city: City) -> None:
        ticket, entry = city.open(), new_id()
        command = WriteLog(key=new_id(), entry_id=entry, text="Genset diuji, baik", ticket_id=ticket)
        outcome = city.operator.execute(command)
        assert city.operator.execute(command) == outcome
        (line,) = (one for one in city.operator.log_entries(since=LONG_AGO) if one.id == entry)
        assert (line.author, line.text, line.ticket_id) == ("Operator 1", "Genset diuji, baik", ticket)
        assert line.at >= city.detail(ticket).ticket.created_at
        assert line in city.operator.log_entries(since=line.at)
        assert entry not in {one.id for one in city.operator.log_entries(since=line.at + timedelta(seconds=1))}
        assert [(change.kind, change.id) for change in outcome.changes] == [(Kind.SHIFT, entry)]

    @pytest.mark.parametrize(
        ("fields", "field"),
        [({"text": " \n"}, "text"), ({"text": "x" * 2001}, "text"), ({"ticket_id": NOBODY}, "ticket")],
        ids=["empty", "too long", "no such ticket"],
    )
    def test_a_bad_line_is_not_written(self, city: City, fields: dict[str, object], field: str) -> None:
        entry = new_id()
        values = {"key": new_id(), "entry_id": entry, "text": "Genset diuji", **fields}
        with pytest.raises(Invalid) as refused:
            city.operator.execute(WriteLog(**values))  # type: ignore[arg-type]
        assert refused.value.facts["field"] == field
        assert entry not in {one.id for one in city.operator.log_entries(since=LONG_AGO)}

    def test_no_line_takes_the_place_of_another(self, city: City) -> None:
        entry = new_id()
        city.operator.execute(WriteLog(key=new_id(), entry_id=entry, text="Pertama"))
        with pytest.raises(AlreadyTaken):
            city.person("supervisor1").execute(WriteLog(key=new_id(), entry_id=entry, text="Kedua"))
        assert [e.text for e in city.operator.log_entries(since=LONG_AGO) if e.id == entry] == ["Pertama"]

    def test_a_line_of_the_log_book_tells_the_number_of_its_ticket(self, city: City) -> None:
        ticket = city.open()
        number = city.detail(ticket).ticket.number
        since = city.detail(ticket).ticket.created_at
        city.operator.execute(WriteLog(key=new_id(), entry_id=new_id(), text="Dicek", ticket_id=ticket))
        city.operator.execute(WriteLog(key=new_id(), entry_id=new_id(), text="Hujan"))
        for login in ("operator2", "auditor1", "administrator1"):
            entries = city.person(login).log_entries(since=since)
            assert [(one.ticket_id, one.ticket_number) for one in entries] == [(ticket, number), (None, "")]

    def test_a_handover_is_kept_to_the_letter_under_its_digest(self, city: City) -> None:
        span, content = a_shift(), '{"catatan":"Genset diuji — baik","open":[]}'
        handover = prepared(city, span, content=content)
        assert handover.content == content
        assert handover.digest == sha256(content.encode()).hexdigest()
        assert (handover.prepared_by, handover.signatures, handover.complete) == ("Operator 1", (), False)
        assert (handover.shift_name, handover.shift_starts_at, handover.shift_ends_at) == (
            span.name,
            span.starts_at,
            span.ends_at,
        )
        assert handover in city.operator.handovers(since=handover.prepared_at)
        assert handover not in city.operator.handovers(since=handover.prepared_at + timedelta(seconds=1))

    @pytest.mark.parametrize("content", ["", "bukan JSON", '"' + "x" * 1024 * 1024 + '"'], ids=["empty", "no", "large"])
    def test_a_handover_that_is_not_json_is_not_prepared(self, city: City, content: str) -> None:
        command = preparing(a_shift(), content=content)
        with pytest.raises(Invalid) as refused:
            city.operator.execute(command)
        assert refused.value.facts["field"] == "content"
        with pytest.raises(NotFound):
            city.operator.handover(command.handover_id)

    def test_a_handover_is_complete_when_two_people_signed_the_outgoing_first(self, city: City) -> None:
        handover = prepared(city, a_shift())
        sign(city, "operator1", handover, Side.OUTGOING)
        assert not city.operator.handover(handover.id).complete
        sign(city, "operator2", handover, Side.INCOMING)
        signed = city.person("auditor1").handover(handover.id)
        assert signed.complete
        assert [(s.side, s.person_name) for s in signed.signatures] == [
            (Side.OUTGOING, "Operator 1"),
            (Side.INCOMING, "Operator 2"),
        ]
        assert signed.signatures[0].at <= signed.signatures[1].at
        assert replace(signed, signatures=()) == handover

    def test_the_incoming_side_waits_for_the_outgoing(self, city: City) -> None:
        handover = prepared(city, a_shift())
        with pytest.raises(Invalid) as refused:
            sign(city, "operator2", handover, Side.INCOMING)
        assert refused.value.facts["field"] == "side"
        assert city.operator.handover(handover.id) == handover

    def test_nobody_hands_over_to_themselves(self, city: City) -> None:
        handover = prepared(city, a_shift())
        sign(city, "supervisor1", handover, Side.OUTGOING)
        with pytest.raises(Invalid) as refused:
            sign(city, "supervisor1", handover, Side.INCOMING)
        assert refused.value.facts["field"] == "signer"

    def test_a_side_signs_once(self, city: City) -> None:
        handover = prepared(city, a_shift())
        sign(city, "operator1", handover, Side.OUTGOING)
        for login in ("operator1", "operator2"):
            with pytest.raises(AlreadyTaken) as refused:
                sign(city, login, handover, Side.OUTGOING)
            assert refused.value.facts["field"] == "side"

    def test_another_digest_than_the_one_that_stands_is_not_signed(self, city: City) -> None:
        handover = prepared(city, a_shift())
        with pytest.raises(Stale):
            sign(city, "operator1", handover, Side.OUTGOING, digest="0" * 64)
        assert city.operator.handover(handover.id) == handover

    def test_what_was_prepared_anew_is_signed_and_not_what_stood_before(self, city: City) -> None:
        span = a_shift()
        former = prepared(city, span)
        sign(city, "operator1", former, Side.OUTGOING)
        latter = prepared(city, span, content='{"open":["BKS-2026-000001"]}')
        with pytest.raises(Stale):
            sign(city, "operator2", former, Side.INCOMING)
        sign(city, "operator1", latter, Side.OUTGOING)
        sign(city, "operator2", latter, Side.INCOMING)
        assert city.operator.handover(latter.id).complete
        assert not city.operator.handover(former.id).complete

    def test_a_shift_that_is_handed_over_is_not_prepared_again(self, city: City) -> None:
        span = a_shift()
        handover = prepared(city, span)
        sign(city, "operator1", handover, Side.OUTGOING)
        sign(city, "operator2", handover, Side.INCOMING)
        with pytest.raises(AlreadyTaken) as refused:
            prepared(city, span, content='{"open":["BKS-2026-000001"]}')
        assert (refused.value.facts["field"], refused.value.word) == (
            "handover",
            "errors.record.already_taken.handover",
        )
        with pytest.raises(AlreadyTaken):
            city.person("operator2").execute(preparing(span))
        assert city.operator.handover(handover.id).complete
        assert prepared(city, a_shift()).signatures == ()

    def test_a_handover_that_is_not_there_is_not_found(self, city: City) -> None:
        with pytest.raises(NotFound):
            city.operator.handover(NOBODY)
        with pytest.raises(NotFound):
            city.operator.execute(SignHandover(key=new_id(), handover_id=NOBODY, side=Side.OUTGOING, digest="0" * 64))

    def test_the_feed_tells_of_each_signature(self, city: City) -> None:
        handover = prepared(city, a_shift())
        sign(city, "operator1", handover, Side.OUTGOING)
        sign(city, "operator2", handover, Side.INCOMING)
        changes = city.person("supervisor1").changes_since(0, limit=100_000)
        assert [(c.kind, c.version, c.actor) for c in changes if c.id == handover.id] == [
            (Kind.SHIFT, 1, "operator1"),
            (Kind.SHIFT, 2, "operator1"),
            (Kind.SHIFT, 3, "operator2"),
        ]

    @pytest.mark.parametrize("login", READERS)
    def test_the_house_reads_the_papers(self, city: City, login: str) -> None:
        handover = prepared(city, a_shift())
        record = city.person(login)
        assert record.handover(handover.id) == handover
        assert record.sign_ins(since=LONG_AGO) == city.operator.sign_ins(since=LONG_AGO)
        assert record.log_entries(since=LONG_AGO) == city.operator.log_entries(since=LONG_AGO)

    @pytest.mark.parametrize("login", STRANGERS)
    def test_others_do_not_read_the_papers(self, city: City, login: str) -> None:
        record, handover = city.person(login), prepared(city, a_shift())
        for read in (record.sign_ins, record.log_entries, record.handovers):
            with pytest.raises(Forbidden):
                read(since=LONG_AGO)
        with pytest.raises(Forbidden):
            record.handover(handover.id)
        with pytest.raises(Forbidden):
            record.shift_facts(LONG_AGO, LONG_AGO + timedelta(hours=8))

    @pytest.mark.parametrize("login", ["administrator1", "dishub1", "wall1", "auditor1", "intake1"])
    def test_only_the_desk_writes_the_papers(self, city: City, login: str) -> None:
        handover: UUID = prepared(city, a_shift()).id
        digest = city.operator.handover(handover).digest
        for command in (
            SignInToShift(key=new_id(), span=a_shift()),
            WriteLog(key=new_id(), entry_id=new_id(), text="Genset diuji"),
            preparing(a_shift()),
            SignHandover(key=new_id(), handover_id=handover, side=Side.OUTGOING, digest=digest),
        ):
            with pytest.raises(Forbidden):
                city.person(login).execute(command)
