"""What the probes of routing, transfers, exercises and crews act on."""

from dataclasses import dataclass
from uuid import UUID

from unit.storage.city import City
from unit.storage.crews_contract import a_unit, part_of, saved, send
from unit.storage.routing_contract import a_rule

from storage.model.ids import new_id
from storage.model.routing import Candidate, Routing
from storage.model.tickets import Act
from storage.service.commands import SaveRoutingRule, StartExercise


@dataclass(frozen=True)
class RoutingWorld:
    """`part` and `offer` are dishub's, `their_part` and `their_offer` are of agencies that no probe is of."""

    part: UUID
    part_version: int
    their_part: UUID
    their_version: int
    offer: UUID  # to dishub
    offer_version: int
    made: UUID  # by dishub
    made_version: int
    their_offer: UUID
    their_offer_version: int
    exercise: UUID
    drill: UUID  # a ticket of it
    unit: UUID  # dishub's, free
    their_unit: UUID  # polri's, free
    sent_unit: UUID  # dishub's, on a task


def routing_world(city: City) -> RoutingWorld:
    city.person("supervisor1").execute(SaveRoutingRule(key=new_id(), rule=a_rule(city)))
    city.open("pupr", routing=Routing((Candidate(city.agencies["pupr"]),)))
    exercise = new_id()
    city.person("supervisor1").execute(StartExercise(key=new_id(), exercise_id=exercise, name="Simulasi banjir"))
    part, part_version = _part(city, "dishub")
    theirs, their_version = _part(city, "polri")
    offer, made, their_offer = (
        _offer(city, *pair) for pair in (("pupr", "dishub"), ("dishub", "pupr"), ("polri", "pupr"))
    )
    drill = city.open("dishub", exercise_id=exercise)
    unit, their_unit, sent_unit = (saved(city, a_unit(city, one)) for one in ("dishub", "polri", "dishub"))
    send(city, sent_unit, part_of(city, city.open("dishub")))
    units = (unit.id, their_unit.id, sent_unit.id)
    return RoutingWorld(part, part_version, theirs, their_version, *offer, *made, *their_offer, exercise, drill, *units)


def _part(city: City, agency: str) -> tuple[UUID, int]:
    ticket = city.detail(city.open(agency)).ticket
    return ticket.assignments[0].id, ticket.version


def _offer(city: City, giver: str, taker: str) -> tuple[UUID, int]:
    ticket = city.open(giver)
    city.act(ticket, Act.PROPOSE_TRANSFER, of=giver, to=taker, text="Bukan jalan kami")
    seen = city.detail(ticket).ticket
    return seen.transfers[0].id, seen.version
