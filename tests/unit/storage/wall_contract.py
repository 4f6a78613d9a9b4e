"""The wall, whichever implementation answers."""

from uuid import UUID

import pytest
from unit.storage.city import City
from unit.storage.demo_values import LONG_AGO, NOBODY

from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.wall import WallPush
from storage.service.commands import PushToWall, ReleaseWall
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotFound, Stale


def pushing(city: City, **fields: object) -> PushToWall:
    cameras = (city.operator.cameras()[0].id,)
    values = {"key": new_id(), "push_id": new_id(), "camera_ids": cameras, "reason": "Kecelakaan", **fields}
    return PushToWall(**values)  # type: ignore[arg-type]


def pushed(city: City, by: str = "operator1", **fields: object) -> WallPush:
    command = pushing(city, **fields)
    city.person(by).execute(command)
    push = city.person("wall1").wall_push()
    assert push is not None
    assert push.id == command.push_id
    return push


def release(city: City, push_id: UUID, by: str = "operator1") -> None:
    city.person(by).execute(ReleaseWall(key=new_id(), push_id=push_id))


class WallContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_the_wall_shows_what_was_pushed_by_whom_and_why(self, city: City) -> None:
        ticket = city.open()
        cameras = tuple(camera.id for camera in reversed(city.operator.cameras()[:3]))
        push = pushed(city, "operator2", camera_ids=cameras, ticket_id=ticket, reason="Tabrakan beruntun")
        assert push.camera_ids == cameras
        assert (push.pushed_by, push.reason) == ("Operator 2", "Tabrakan beruntun")
        assert (push.ticket_id, push.ticket_number) == (ticket, city.detail(ticket).ticket.number)
        assert push.pushed_at >= city.detail(ticket).ticket.created_at
        assert (push.released_at, push.released_by) == (None, "")

    def test_a_new_push_takes_the_place_of_the_former(self, city: City) -> None:
        former, latter = pushing(city), pushing(city)
        city.operator.execute(former)
        outcome = city.person("supervisor1").execute(latter)
        standing = city.operator.wall_push()
        assert standing is not None
        assert standing.id == latter.push_id
        assert {(c.kind, c.id, c.version) for c in outcome.changes} == {
            (Kind.WALL, former.push_id, 2),
            (Kind.WALL, latter.push_id, 1),
        }
        with pytest.raises(Stale):
            release(city, former.push_id)
        assert city.operator.wall_push() == standing

    @pytest.mark.parametrize("login", ["operator2", "supervisor1"])
    def test_anybody_at_a_desk_gives_the_wall_back(self, city: City, login: str) -> None:
        release(city, pushed(city).id, login)
        assert city.operator.wall_push() is None

    def test_the_same_push_sent_twice_is_one(self, city: City) -> None:
        command = pushing(city)
        first = city.operator.execute(command)
        assert city.operator.execute(command) == first
        release(city, command.push_id)
        assert city.operator.execute(command) == first
        assert city.operator.wall_push() is None

    @pytest.mark.parametrize("count", [0, 5], ids=["none", "five"])
    def test_one_to_four_cameras_go_to_the_wall(self, city: City, count: int) -> None:
        before = city.operator.wall_push()
        with pytest.raises(Invalid) as refused:
            city.operator.execute(pushing(city, camera_ids=tuple(new_id() for _ in range(count))))
        assert refused.value.facts["field"] == "cameras"
        assert city.operator.wall_push() == before

    def test_a_camera_goes_to_the_wall_once_and_must_be_there(self, city: City) -> None:
        camera = city.operator.cameras()[0].id
        for cameras in ((camera, camera), (camera, NOBODY)):
            with pytest.raises(Invalid) as refused:
                city.operator.execute(pushing(city, camera_ids=cameras))
            assert refused.value.facts["field"] == "cameras"

    @pytest.mark.parametrize(
        ("fields", "field"),
        [({"reason": " "}, "reason"), ({"reason": "x" * 501}, "reason"), ({"ticket_id": NOBODY}, "ticket")],
        ids=["no reason", "reason too long", "no such ticket"],
    )
    def test_a_push_that_is_refused_leaves_what_stands(self, city: City, fields: dict[str, object], field: str) -> None:
        standing = pushed(city)
        with pytest.raises(Invalid) as refused:
            city.operator.execute(pushing(city, **fields))
        assert refused.value.facts["field"] == field
        assert city.operator.wall_push() == standing

    def test_no_push_takes_the_id_of_another(self, city: City) -> None:
        standing = pushed(city)
        with pytest.raises(AlreadyTaken):
            city.person("supervisor1").execute(pushing(city, push_id=standing.id))
        assert city.operator.wall_push() == standing

    def test_a_push_that_is_not_there_is_not_released(self, city: City) -> None:
        with pytest.raises(NotFound):
            release(city, NOBODY)

    @pytest.mark.parametrize("login", ["operator1", "supervisor1", "administrator1", "wall1", "auditor1"])
    def test_the_house_reads_the_wall(self, city: City, login: str) -> None:
        standing = pushed(city)
        assert city.person(login).wall_push() == standing
        assert city.person(login).wall_figures(since=standing.pushed_at).dispatched == 0

    @pytest.mark.parametrize("login", ["dishub1", "intake1"])
    def test_others_do_not_read_the_wall(self, city: City, login: str) -> None:
        with pytest.raises(Forbidden):
            city.person(login).wall_push()
        with pytest.raises(Forbidden):
            city.person(login).wall_figures(since=LONG_AGO)

    @pytest.mark.parametrize("login", ["administrator1", "dishub1", "wall1", "auditor1", "intake1"])
    def test_only_the_desk_pushes_and_releases(self, city: City, login: str) -> None:
        standing = pushed(city)
        for command in (pushing(city), ReleaseWall(key=new_id(), push_id=standing.id)):
            with pytest.raises(Forbidden):
                city.person(login).execute(command)
        assert city.operator.wall_push() == standing
