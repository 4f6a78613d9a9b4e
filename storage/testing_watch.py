"""The fakes' knowledge of when cameras were watched, kept as the server's trigger on leases does."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from storage.model import counting
from storage.model.cameras import Camera
from storage.model.counting import Interval

if TYPE_CHECKING:
    from storage.testing import FakeSite


@dataclass
class Watch:
    """Stretches that ended, and since when the running ones run, by camera."""

    ended: dict[UUID, list[Interval]] = field(default_factory=lambda: defaultdict(list))
    since: dict[UUID, datetime] = field(default_factory=dict)

    def renewed(self, camera: Camera, old_until: datetime | None, until: datetime, now: datetime) -> None:
        """A station holds the camera's lease until then; before, somebody held it until `old_until`."""
        watches = camera.enabled and camera.analyse and bool(camera.zones)
        began = self.since.get(camera.id)
        if began is not None and old_until is not None and (old_until < now or not watches):
            self.ended[camera.id].append((began, max(began, min(old_until, now))))
            del self.since[camera.id]
        if watches and camera.id not in self.since and until > now:
            self.since[camera.id] = now

    def stretches(self, site: "FakeSite") -> dict[UUID, list[Interval]]:
        """All of them, those that run until now at most."""
        found = {camera_id: list(ended) for camera_id, ended in self.ended.items()}
        for camera_id, began in self.since.items():
            end = min(site.leases[camera_id].until, site.now)
            if began < end:
                found.setdefault(camera_id, []).append((began, end))
        return found


def watched(site: "FakeSite") -> list[Interval]:
    """When at least one camera was watched and gave a picture; what was before the first stretch that was kept, from
    the first sighting on."""
    kept = site.watch.stretches(site)
    seeing = [part for camera_id, mine in kept.items() for one in mine for part in _with_picture(site, camera_id, one)]
    first = min((row.seen_at for row in site.sightings.values() if _of_traffic(row.kind, row.zone_id)), default=None)
    first_kept = min((began for mine in kept.values() for began, _ in mine), default=site.now)
    if first is not None and first < first_kept:
        seeing.append((first, first_kept))
    return counting.merged(seeing)


def _of_traffic(kind: str, zone_id: UUID | None) -> bool:
    return kind == "congestion" and zone_id is not None


def _with_picture(site: "FakeSite", camera_id: UUID, stretch: Interval) -> list[Interval]:
    begin, end = stretch
    parts = []
    mine = [(one.began_at, one.ended_at or site.now) for one in site.outages.values() if one.camera_id == camera_id]
    for out_begin, out_end in counting.merged(mine):
        if out_begin > begin:
            parts.append((begin, min(out_begin, end)))
        begin = max(begin, out_end)
        if begin >= end:
            return [part for part in parts if part[0] < part[1]]
    return [*parts, (begin, end)]
