"""Fills a new record: with what every site needs, and, where it was created as a demo, with the demo city."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from uuid import UUID

import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.dialects.postgresql import insert

from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.people import Role
from storage.model.places_file import read_csv
from storage.pg import tables as t
from storage.pg.caller_tables import area, contact
from storage.pg.crew_tables import unit
from storage.pg.engine import admin_engine, host_of
from storage.pg.errors import translated
from storage.pg.people import create_intake, create_person, enrol_station, new_password, verifier
from storage.pg.procedure_shipping import ship_procedures
from storage.pg.rows import from_camera
from storage.pg.seed_values import (
    AGENCIES,
    AREAS_FILE,
    CATEGORIES,
    DEMO_CONTACTS,
    DEMO_LANDMARKS,
    DEMO_PEOPLE,
    DEMO_STATION,
    DEMO_UNITS,
    KECAMATAN,
    DemoPerson,
)
from storage.security.roles import role_name
from storage.service.errors import AlreadyTaken, RecordError

_GROUPS_OF = """
    SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles u ON u.oid = m.member
    WHERE u.rolname = :login"""


class NotDemo(RecordError):
    """Nothing of the demo goes into a database that was not created as one."""

    word = "errors.record.not_demo"


@dataclass(frozen=True, slots=True)
class DemoLogins:
    """The demo's logins with their passwords, to be kept in a file that only its owner reads."""

    people: Mapping[str, str] = field(repr=False)
    station_login: str
    station_password: str = field(repr=False)


def seed_basics(admin_dsn: str) -> None:
    """Agencies, categories with procedures, districts and villages; adds what is missing, changes nothing there."""
    with translated(host_of(admin_dsn)), _admin(admin_dsn) as connection:
        _basics(connection)


def demo_is_seeded(admin_dsn: str) -> bool:
    """Whether the demo's station is enrolled in this record already."""
    with translated(host_of(admin_dsn)), _admin(admin_dsn) as connection:
        query = sa.select(t.station.c.id).where(t.station.c.login == DEMO_STATION[0])
        return connection.execute(query).first() is not None


def seed_demo(
    admin_dsn: str,
    cameras: Sequence[Camera],
    secret: tuple[str, str],
    people: Sequence[DemoPerson] = DEMO_PEOPLE,
    station: tuple[str, str] = DEMO_STATION,
) -> DemoLogins:
    """Put the demo city into a record that was created as demo; `secret` is the cameras' user and password.

    All or nothing. Cameras and people are matched by id and login, so it may run again; every password is then new,
    also those of logins that were there. Raises NotDemo before anything is written; AlreadyTaken for a login of the
    cluster that is no member of this site's group of that role.
    """
    with translated(host_of(admin_dsn)), _admin(admin_dsn) as connection:
        site = connection.execute(sa.select(t.site.c.demo, t.site.c.role_prefix)).one()
        if not site.demo:
            raise NotDemo
        _basics(connection)
        _cameras(connection, cameras, secret)
        agencies = {row.code: row.id for row in connection.execute(sa.select(t.agency.c.code, t.agency.c.id))}
        _places_and_contacts(connection, agencies)
        _units(connection, agencies)
        passwords = {}
        for person in people:
            passwords[person.login] = _login(connection, site.role_prefix, person, agencies)
        station_password = _station(connection, site.role_prefix, *station)
    return DemoLogins(passwords, station[0], station_password)


@contextmanager
def _admin(admin_dsn: str) -> Iterator[sa.Connection]:
    engine = admin_engine(admin_dsn)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _basics(connection: sa.Connection) -> None:
    agencies = [{"id": new_id(), "code": code, "name": name} for code, name in AGENCIES]
    categories = [
        {
            "code": code,
            "name_id": name_id,
            "name_en": name_en,
            "priority": priority,
            "agency_code": agency,
            "position": n,
        }
        for n, (code, name_id, name_en, priority, agency) in enumerate(CATEGORIES)
    ]
    places = [{"id": new_id(), "name": name, "kecamatan": name} for name in KECAMATAN]
    connection.execute(insert(t.agency).on_conflict_do_nothing(index_elements=["code"]), agencies)
    connection.execute(insert(t.category).on_conflict_do_nothing(), categories)
    ship_procedures(connection)
    # One statement each: the audit tells of each once.
    connection.execute(insert(t.place).values(places).on_conflict_do_nothing())
    _, areas = read_csv(files("resources").joinpath("places", AREAS_FILE).read_text("utf-8"))
    connection.execute(insert(area).values([asdict(one) for one in areas]).on_conflict_do_nothing())


def _places_and_contacts(connection: sa.Connection, agencies: Mapping[str, UUID]) -> None:
    names = ("name", "kecamatan", "desa", "latitude", "longitude")
    places = [dict(zip(names, values, strict=True)) for values in DEMO_LANDMARKS]
    places = [{"id": new_id(), **place} for place in places]
    connection.execute(insert(t.place).values(places).on_conflict_do_nothing())
    if connection.execute(sa.select(contact.c.id).limit(1)).first():
        return  # a book that somebody keeps is theirs
    lines = [
        {"id": new_id(), "agency_id": agencies[agency], "name": name, "duty": duty, "phone": phone, "radio": radio}
        for agency, name, duty, phone, radio in DEMO_CONTACTS
    ]
    connection.execute(insert(contact), [{**line, "position": position} for position, line in enumerate(lines)])


def _units(connection: sa.Connection, agencies: Mapping[str, UUID]) -> None:
    if connection.execute(sa.select(unit.c.id).limit(1)).first():
        return  # what somebody keeps is theirs
    rows = [
        {"id": new_id(), "agency_id": agencies[code], "call_sign": name, "kind": kind}
        for code, name, kind in DEMO_UNITS
    ]
    connection.execute(insert(unit), rows)


def _cameras(connection: sa.Connection, cameras: Sequence[Camera], secret: tuple[str, str]) -> None:
    for camera in cameras:
        columns = from_camera(camera)
        saving = insert(t.camera).values(id=camera.id, **columns)
        # An unchanged camera keeps its version, so that a second start tells nobody of a change.
        differs = sa.or_(*(t.camera.c[name].is_distinct_from(saving.excluded[name]) for name in columns))
        connection.execute(saving.on_conflict_do_update(index_elements=["id"], set_=columns, where=differs))
        login = {"username": secret[0], "password": secret[1]}
        keeping = insert(t.camera_secret).values(camera_id=camera.id, **login)
        connection.execute(keeping.on_conflict_do_update(index_elements=["camera_id"], set_=login))
        place = insert(t.place).values(
            id=new_id(), name=camera.name, latitude=camera.latitude, longitude=camera.longitude
        )
        connection.execute(place.on_conflict_do_nothing())


def _login(connection: sa.Connection, site: str, person: DemoPerson, agencies: Mapping[str, UUID]) -> str:
    """The person's new password."""
    password = new_password()
    agency_id = agencies[person.agency] if person.agency else None
    there = _adopt(connection, site, person.login, person.role, password)
    if connection.execute(sa.select(t.person.c.id).where(t.person.c.login == person.login)).first():
        return password
    if there:
        values = {"login": person.login, "name": person.name, "role": person.role, "agency_id": agency_id}
        connection.execute(sa.insert(t.person).values(id=new_id(), demo=True, **values))
    elif person.role is Role.INTAKE:
        create_intake(connection, person.login, person.name, password)
    else:
        create_person(connection, new_id(), person.login, person.name, person.role, password, agency_id)
    return password


def _station(connection: sa.Connection, site: str, login: str, name: str) -> str:
    password = new_password()
    there = _adopt(connection, site, login, Role.STATION, password)
    if connection.execute(sa.select(t.station.c.id).where(t.station.c.login == login)).first():
        return password
    if there:
        connection.execute(sa.insert(t.station).values(id=new_id(), login=login, name=name))
    else:
        enrol_station(connection, new_id(), login, name, password)
    return password


def _adopt(connection: sa.Connection, site: str, login: str, role: Role, password: str) -> bool:
    """Give a login that another database of this cluster left behind its new password; whether there was one."""
    groups = connection.execute(sa.text(_GROUPS_OF), {"login": login}).scalars().all()
    exists = connection.execute(sa.text("SELECT 1 FROM pg_roles WHERE rolname = :login"), {"login": login}).first()
    if exists is None:
        return False
    if groups != [role_name(site, role)]:
        raise AlreadyTaken(field="login")
    statement = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(
        sql.Identifier(login), sql.Literal(verifier(connection, login, password))
    )
    connection.exec_driver_sql(statement.as_string())
    return True
