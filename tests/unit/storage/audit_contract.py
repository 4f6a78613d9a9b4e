"""Contract of the audit: it is one whole, signed heads fit it, and a person's data goes without breaking it."""

from dataclasses import replace
from uuid import UUID

import pytest
from unit.storage.callers_contract import a_number, a_report, add_report
from unit.storage.city import City

from storage.model.audit import AuditHead, Rolled, head_bytes, microseconds
from storage.model.callers import Channel, Report
from storage.model.erasing import Erasure
from storage.model.ids import new_id
from storage.service.audit_port import AuditHeads, AuditTrail
from storage.service.audit_verify import AuditVerdict, verify_audit
from storage.service.commands import AskErasure, CarryOutErasure, NoteNuisance, NoteSavedStill
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, Stale

KEY = b"\x07" * 32
TAKERS = ("operator1", "supervisor1", "administrator1")
OTHERS = ("dishub1", "wall1", "auditor1", "intake1")
SAVERS = (*TAKERS, "auditor1", "dishub1")


def seal(head: AuditHead) -> AuditHead:
    """No signature of a real key: what the signer is called is enough here."""
    return replace(head, public_key=KEY, signature=(head_bytes(head) + bytes(64))[:64])


def is_sealed(public_key: bytes, content: bytes, signature: bytes) -> bool:
    return public_key == KEY and signature == (content + bytes(64))[:64]


def head_now(record: AuditHeads) -> AuditHead:
    rolled = record.roll_audit(Rolled())
    at = microseconds(rolled.at)
    return seal(AuditHead(record.record_us(), at, rolled.last, rolled.rows, rolled.digest))


def verdict_of(record: AuditTrail, *outside: AuditHead) -> AuditVerdict:
    trusted = frozenset({head.fingerprint for head in outside})
    with record.reading_audit() as reading:
        return verify_audit(reading, record.record_us(), outside, trusted, is_sealed)


def reports_of(city: City, ticket: UUID) -> tuple[Report, ...]:
    return city.operator.reports(ticket)


def erasing(city: City, **what: object) -> UUID:
    """Ask as supervisor; the erasure's id."""
    asked = AskErasure(key=new_id(), erasure_id=new_id(), reason="Permintaan pelapor", **what)  # type: ignore[arg-type]
    city.person("supervisor1").execute(asked)
    return asked.erasure_id


def erase(city: City, **what: object) -> Erasure:
    """Ask and carry out; what the record says of it."""
    erasure = erasing(city, **what)
    city.person("administrator1").execute(CarryOutErasure(key=new_id(), erasure_id=erasure))
    return next(one for one in city.person("auditor1").erasures() if one.id == erasure)


class AuditHeadContract:
    def test_a_head_that_is_carried_on_is_the_same_as_one_from_the_beginning(self, city: City) -> None:
        station = city.station("station1")
        city.open("dishub")
        early = station.roll_audit(Rolled())
        city.open("polri")
        late, anew = station.roll_audit(early), station.roll_audit(Rolled())
        assert early.rows > 0
        assert late.rows > early.rows
        assert (late.last, late.rows, late.digest) == (anew.last, anew.rows, anew.digest)
        assert late.at >= early.at

    def test_a_head_is_reached_in_portions(self, city: City) -> None:
        city.open("dishub")
        whole, part = city.operator.roll_audit(Rolled()), city.operator.roll_audit(Rolled(), most=1)
        assert part.rows == 1
        rest = city.operator.roll_audit(part)
        assert (rest.last, rest.digest) == (whole.last, whole.digest)

    @pytest.mark.parametrize("login", TAKERS)
    def test_desk_and_administrator_keep_heads_and_the_house_reads_them(self, city: City, login: str) -> None:
        head = head_now(city.person(login))
        city.person(login).keep_audit_head(head)
        assert head in city.person("auditor1").audit_heads(limit=3)
        assert head in city.operator.audit_heads(limit=3)

    def test_a_station_keeps_heads(self, city: City) -> None:
        head = head_now(city.station("station1"))
        city.station("station1").keep_audit_head(head)
        assert head in city.operator.audit_heads(limit=3)

    @pytest.mark.parametrize("login", OTHERS)
    def test_nobody_else_takes_or_keeps_a_head(self, city: City, login: str) -> None:
        with pytest.raises(Forbidden):
            city.person(login).roll_audit(Rolled())
        with pytest.raises(Forbidden):
            city.person(login).keep_audit_head(head_now(city.operator))

    @pytest.mark.parametrize("login", ["dishub1", "wall1", "intake1"])
    def test_heads_are_not_for_everybody_to_read(self, city: City, login: str) -> None:
        with pytest.raises(Forbidden):
            city.person(login).audit_heads()

    def test_an_auditor_finds_the_audit_whole_and_proven_up_to_the_last_head(self, city: City) -> None:
        city.open("dishub")
        head = head_now(city.operator)
        city.operator.keep_audit_head(head)
        before = verdict_of(city.person("auditor1"), head)
        assert (before.findings, before.proven, before.unprotected) == ((), True, 0)
        city.open()
        after = verdict_of(city.person("administrator1"), head)
        assert (after.proven, after.protected) == (True, head)
        assert after.unprotected == after.rows - head.rows > 0

    @pytest.mark.parametrize("login", ["operator1", "supervisor1", "dishub1", "wall1", "intake1"])
    def test_who_does_not_see_every_row_is_refused_instead_of_shown_a_broken_chain(
        self, city: City, login: str
    ) -> None:
        with pytest.raises(Forbidden), city.person(login).reading_audit():
            pass


class ErasureContract:
    def test_a_reporters_data_goes_and_the_chain_stays_whole(self, city: City) -> None:
        ticket = city.open()
        add_report(city, ticket, a_report(caller_name="Ibu Sari", caller_number=a_number(), words="Tetangga saya"))
        head = head_now(city.operator)
        city.operator.keep_audit_head(head)
        version = city.detail(ticket).ticket.version
        erasure = erase(city, report_ids=(reports_of(city, ticket)[0].id,))
        (left,) = reports_of(city, ticket)
        assert (left.caller_name, left.caller_number, left.words) == ("", "", "")
        assert left.channel is Channel.TELEPHONE
        assert city.detail(ticket).ticket.version > version
        assert city.detail(ticket).timeline[-1].act == "erase"
        assert (erasure.asked_by, erasure.carried_out_by) == ("supervisor1", "administrator1")
        assert verdict_of(city.person("auditor1"), head).proven

    def test_a_number_stands_for_all_its_reports_and_nuisance_calls(self, city: City) -> None:
        number, tickets = a_number(), (city.open(), city.open())
        for ticket in tickets:
            add_report(city, ticket, a_report(caller_number=number))
        city.operator.execute(NoteNuisance(key=new_id(), channel=Channel.TELEPHONE, caller_number=number))
        assert city.operator.number_history(number).reports == 2
        erasure = erase(city, caller_number=number)
        assert (len(erasure.report_ids), len(erasure.nuisance_ids)) == (2, 1)
        history = city.operator.number_history(number)
        assert (history.reports, history.nuisances) == (0, 0)

    @pytest.mark.parametrize("login", ["operator1", "administrator1", "dishub1", "auditor1", "intake1", "wall1"])
    def test_only_a_supervisor_asks(self, city: City, login: str) -> None:
        ticket = city.open()
        add_report(city, ticket, a_report())
        report = reports_of(city, ticket)[0].id
        with pytest.raises(Forbidden):
            city.person(login).execute(
                AskErasure(key=new_id(), erasure_id=new_id(), reason="Permintaan", report_ids=(report,))
            )

    @pytest.mark.parametrize("login", ["operator1", "supervisor1", "dishub1", "auditor1", "intake1", "wall1"])
    def test_only_an_administrator_carries_it_out(self, city: City, login: str) -> None:
        ticket = city.open()
        add_report(city, ticket, a_report(caller_name="Pak Budi"))
        erasure = erasing(city, report_ids=(reports_of(city, ticket)[0].id,))
        with pytest.raises(Forbidden):
            city.person(login).execute(CarryOutErasure(key=new_id(), erasure_id=erasure))
        assert reports_of(city, ticket)[0].caller_name == "Pak Budi"

    def test_what_was_erased_is_not_erased_again(self, city: City) -> None:
        ticket = city.open()
        add_report(city, ticket, a_report())
        report = reports_of(city, ticket)[0].id
        erasure = erase(city, report_ids=(report,))
        with pytest.raises(Stale):
            city.person("administrator1").execute(CarryOutErasure(key=new_id(), erasure_id=erasure.id))
        with pytest.raises(Invalid) as refused:
            erasing(city, report_ids=(report,))
        assert refused.value.facts["field"] == "erasure"

    def test_nothing_and_what_is_not_there_cannot_be_asked(self, city: City) -> None:
        for what in ({}, {"report_ids": (new_id(),)}, {"caller_number": "anonim"}, {"audit_numbers": (10**9,)}):
            with pytest.raises(Invalid):
                erasing(city, **what)

    def test_a_reason_is_needed(self, city: City) -> None:
        ticket = city.open()
        add_report(city, ticket, a_report())
        asked = AskErasure(key=new_id(), erasure_id=new_id(), reason="  ", report_ids=(reports_of(city, ticket)[0].id,))
        with pytest.raises(Invalid) as refused:
            city.person("supervisor1").execute(asked)
        assert refused.value.facts["field"] == "reason"

    def test_nobody_carries_out_what_was_not_asked(self, city: City) -> None:
        with pytest.raises(Invalid):
            city.person("administrator1").execute(CarryOutErasure(key=new_id(), erasure_id=new_id()))

    @pytest.mark.parametrize("login", ["operator1", "dishub1", "intake1", "wall1"])
    def test_what_was_erased_is_for_keepers_and_the_auditor(self, city: City, login: str) -> None:
        with pytest.raises(Forbidden):
            city.person(login).erasures()


class SavedStillContract:
    @pytest.mark.parametrize("login", SAVERS)
    def test_a_saved_picture_leaves_its_trace(self, city: City, login: str) -> None:
        before = city.operator.roll_audit(Rolled())
        camera = city.operator.cameras()[0].id
        note = NoteSavedStill(key=new_id(), camera_id=camera, at=city.operator.server_now(), sha256="ab" * 32)
        city.person(login).execute(note)
        city.person(login).execute(note)
        assert city.operator.roll_audit(before).rows == before.rows + 1

    @pytest.mark.parametrize("login", ["wall1", "intake1"])
    def test_who_may_not_save_pictures_is_refused(self, city: City, login: str) -> None:
        camera, now = city.operator.cameras()[0].id, city.operator.server_now()
        note = NoteSavedStill(key=new_id(), camera_id=camera, at=now, sha256="ab" * 32)
        with pytest.raises(Forbidden):
            city.person(login).execute(note)

    def test_a_picture_of_no_camera_and_a_digest_that_is_none_are_refused(self, city: City) -> None:
        camera, now = city.operator.cameras()[0].id, city.operator.server_now()
        for wrong in ({"camera_id": new_id()}, {"sha256": "x"}):
            values = {"key": new_id(), "camera_id": camera, "at": now, "sha256": "ab" * 32}
            with pytest.raises(Invalid):
                city.operator.execute(NoteSavedStill(**{**values, **wrong}))  # type: ignore[arg-type]

    def test_another_persons_key_is_taken(self, city: City) -> None:
        camera, now, key = city.operator.cameras()[0].id, city.operator.server_now(), new_id()
        note = NoteSavedStill(key=key, camera_id=camera, at=now, sha256="ab" * 32)
        city.operator.execute(note)
        with pytest.raises(AlreadyTaken):
            city.person("operator2").execute(note)
