"""A sealed identity: nobody reads it by a right of their own, nobody lifts a seal alone, no reading leaves no trace."""

from uuid import UUID

from security.attacks.attack import Attack, Statement, everybody_but
from security.conftest import World

from storage.model.ids import new_id
from storage.model.people import Machine, Role

_sealed: dict[str, tuple[UUID, UUID, UUID]] = {}
OWN = UUID(int=2020)


def sealed(world: World) -> tuple[UUID, UUID, UUID]:
    """A confidential report, what operator1 asked about its seal, and what supervisor1 granted operator1."""
    name = world.doors.database
    if name not in _sealed:
        report, asked, granted = new_id(), new_id(), new_id()
        operator, supervisor = world.raw(Role.OPERATOR), world.raw(Role.SUPERVISOR)
        with operator.transaction():
            insert = (
                "INSERT INTO siaga.report (id, ticket_id, channel, openness) VALUES (%s, %s, 'public', 'confidential')"
            )
            operator.execute(insert, (report, world.mine))
            operator.execute("SELECT siaga.seal_identity(%s, 'Pelapor', '0812', '')", (report,))
        operator.execute("SELECT siaga.ask_unsealing(%s, %s, 'Polri meminta')", (granted, report))
        supervisor.execute("SELECT siaga.decide_unsealing(%s, true, '')", (granted,))
        operator.execute("SELECT siaga.open_identity(%s)", (granted,))
        operator.execute("SELECT siaga.ask_unsealing(%s, %s, 'Ambulans meminta')", (asked, report))
        _sealed[name] = report, asked, granted
    return _sealed[name]


def reading(world: World) -> Statement:
    return "SELECT name FROM siaga.identity WHERE report_id = %s", (sealed(world)[0],)


def asking(world: World) -> Statement:
    return "SELECT siaga.ask_unsealing(%s, %s, 'x')", (OWN, sealed(world)[0])


def deciding_own(world: World) -> Statement:
    return "SELECT siaga.decide_unsealing(%s, true, '')", (OWN,)


def deciding_another(world: World) -> Statement:
    return "SELECT siaga.decide_unsealing(%s, true, '')", (sealed(world)[1],)


def opening_undecided(world: World) -> Statement:
    return "SELECT siaga.open_identity(%s)", (sealed(world)[1],)


def opening(world: World) -> Statement:
    return "SELECT siaga.open_identity(%s)", (sealed(world)[2],)


def told(world: World) -> Statement:
    return "SELECT name FROM siaga.sealed_identity(%s)", (sealed(world)[2],)


def sealing_again(world: World) -> Statement:
    return "SELECT siaga.seal_identity(%s, 'Orang lain', '', '')", (sealed(world)[0],)


def reading_why(world: World) -> Statement:
    sealed(world)  # one was asked for
    return "SELECT FROM siaga.audit WHERE act = 'ask_unsealing' AND subject_id = %s", (world.mine,)


def past_the_function(world: World) -> Statement:
    return "UPDATE siaga.unsealing SET until = now() + interval '1 year' WHERE id = %s", (sealed(world)[2],)


OPERATOR, SUPERVISOR = Role.OPERATOR, Role.SUPERVISOR
IDENTITY = [
    Attack("read a sealed identity", everybody_but(Machine.BACKUP), "42501", reading, Machine.BACKUP),
    Attack("lift a seal alone", (SUPERVISOR,), "42501", deciding_own, SUPERVISOR, deciding_another, (asking,)),
    Attack("lift a seal without being a supervisor", everybody_but(SUPERVISOR), "42501", deciding_another, SUPERVISOR),
    Attack("read by a seal that was not lifted", (OPERATOR,), "42501", opening_undecided, OPERATOR, opening),
    Attack("read by a seal that was lifted for another", (SUPERVISOR,), "42501", opening, OPERATOR),
    Attack("be told by a seal that was lifted for another", everybody_but(OPERATOR), "42501", told, OPERATOR),
    # Opened and told in one transaction would be rolled back with its trace.
    Attack("read without leaving a trace", (OPERATOR,), "42501", told, OPERATOR, opening, (opening,)),
    Attack(
        "put another identity under a seal",
        (OPERATOR, SUPERVISOR, Role.INTAKE),
        "42501",
        sealing_again,
        SUPERVISOR,
        asking,
    ),
    Attack("keep a seal lifted", everybody_but(), "42501", past_the_function),
    Attack(
        "read why a seal is to be lifted",
        (Role.AGENCY, Role.WALL),
        "no row",
        reading_why,
        OPERATOR,
    ),
]
