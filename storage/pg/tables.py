"""The tables as SQLAlchemy sees them; a test compares them with the migrated schema."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR, UUID
from sqlalchemy.types import TypeEngine

metadata = sa.MetaData(schema="siaga")

_TIME = sa.DateTime(timezone=True)
_FLOAT: sa.Double[float] = sa.Double()


def _col(name: str, kind: TypeEngine[Any], *, null: bool = False, key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null, primary_key=key)


def _id(name: str = "id") -> sa.Column[Any]:
    return _col(name, UUID(), key=True)


site = sa.Table(
    "site",
    metadata,
    _col("only_one", sa.Boolean(), key=True),
    _col("name", sa.Text()),
    _col("prefix", sa.Text()),
    _col("time_zone", sa.Text()),
    _col("role_prefix", sa.Text()),
    _col("demo", sa.Boolean()),
    _col("founded_at", _TIME),
)
agency = sa.Table(
    "agency", metadata, _id(), _col("code", sa.Text()), _col("name", sa.Text()), _col("version", sa.Integer())
)
category = sa.Table(
    "category",
    metadata,
    _col("code", sa.Text(), key=True),
    _col("name_id", sa.Text()),
    _col("name_en", sa.Text()),
    _col("priority", sa.SmallInteger()),
    _col("agency_code", sa.Text()),
    _col("position", sa.SmallInteger()),
)
place = sa.Table(
    "place",
    metadata,
    _id(),
    _col("name", sa.Text()),
    _col("kecamatan", sa.Text()),
    _col("desa", sa.Text()),
    _col("latitude", _FLOAT, null=True),
    _col("longitude", _FLOAT, null=True),
)
person = sa.Table(
    "person",
    metadata,
    _id(),
    _col("login", sa.Text()),
    _col("name", sa.Text()),
    _col("role", sa.Text()),
    _col("agency_id", UUID(), null=True),
    _col("must_change_password", sa.Boolean()),
    _col("demo", sa.Boolean()),
    _col("active", sa.Boolean()),
    _col("changed_at", _TIME),
    _col("version", sa.Integer()),
)
station = sa.Table(
    "station",
    metadata,
    _id(),
    _col("login", sa.Text()),
    _col("name", sa.Text()),
    _col("active", sa.Boolean()),
    _col("changed_at", _TIME),
    _col("version", sa.Integer()),
)
camera = sa.Table(
    "camera",
    metadata,
    _id(),
    _col("number", sa.Integer()),
    _col("name", sa.Text()),
    _col("main_url", sa.Text()),
    _col("sub_url", sa.Text()),
    _col("place", sa.Text()),
    _col("latitude", _FLOAT, null=True),
    _col("longitude", _FLOAT, null=True),
    _col("heading", _FLOAT, null=True),
    _col("agency_id", UUID(), null=True),
    _col("group_name", sa.Text()),
    _col("enabled", sa.Boolean()),
    _col("analysed", sa.Boolean()),
    _col("record", sa.Boolean()),
    _col("transport", sa.Text()),
    _col("aspect", sa.Text()),
    _col("onvif_url", sa.Text()),
    _col("ptz", sa.Boolean()),
    _col("replay_url", sa.Text()),
    _col("zones", JSONB()),
    _col("changed_at", _TIME),
    _col("changed_in", sa.types.NullType()),  # xid8: only the server reads it
    _col("version", sa.Integer()),
)
camera_secret = sa.Table(
    "camera_secret", metadata, _id("camera_id"), _col("username", sa.Text()), _col("password", sa.Text())
)
transition = sa.Table(
    "transition",
    metadata,
    _col("subject", sa.Text(), key=True),
    _col("start", sa.Text(), key=True),
    _col("act", sa.Text(), key=True),
    _col("end", sa.Text()),
    _col("role", sa.Text(), key=True),
    _col("needs", ARRAY(sa.Text())),
)
ticket_number = sa.Table("ticket_number", metadata, _col("year", sa.Integer(), key=True), _col("last", sa.Integer()))
ticket = sa.Table(
    "ticket",
    metadata,
    _id(),
    _col("number", sa.Text()),
    _col("title", sa.Text()),
    _col("category", sa.Text()),
    _col("priority", sa.SmallInteger()),
    _col("state", sa.Text()),
    _col("place", sa.Text()),
    _col("description", sa.Text()),
    _col("camera_id", UUID(), null=True),
    _col("latitude", _FLOAT, null=True),
    _col("longitude", _FLOAT, null=True),
    _col("landmark", sa.Text()),
    _col("area_code", sa.Text(), null=True),
    _col("channel", sa.Text()),
    _col("reports", sa.Integer()),
    _col("road", sa.Text()),
    _col("exercise_id", UUID(), null=True),
    _col("exercise", sa.Boolean()),
    _col("paused", sa.Text()),
    _col("clock_class", sa.Text()),
    _col("duplicate_of", UUID(), null=True),
    _col("part_of", UUID(), null=True),
    _col("duplicates", sa.Integer()),
    _col("parts", sa.Integer()),
    sa.Column("words", TSVECTOR(), sa.Computed("", persisted=True)),  # for find_tickets alone; read by nobody
    _col("owner_id", UUID(), null=True),
    _col("opened_by", sa.Text()),
    _col("act", sa.Text()),
    _col("said", sa.Text()),
    _col("act_count", sa.Integer()),
    _col("created_at", _TIME),
    _col("changed_at", _TIME),
    _col("changed_in", sa.types.NullType()),
    _col("version", sa.Integer()),
)
assignment = sa.Table(
    "assignment",
    metadata,
    _id(),
    _col("ticket_id", UUID()),
    _col("agency_id", UUID()),
    _col("state", sa.Text()),
    _col("act", sa.Text()),
    _col("said", sa.Text()),
    _col("next_agency_id", UUID(), null=True),
    _col("seen_version", sa.Integer(), null=True),
    _col("dispatched_at", _TIME),
    _col("changed_at", _TIME),
)
still = sa.Table(
    "still",
    metadata,
    _id(),
    _col("ticket_id", UUID(), null=True),
    _col("alarm_id", UUID(), null=True),
    _col("camera_id", UUID(), null=True),
    _col("taken_at", _TIME),
    _col("taken_by", sa.Text()),
    _col("sha256", sa.Text()),
    _col("jpeg", sa.LargeBinary()),
)
sighting = sa.Table(
    "sighting",
    metadata,
    _id(),
    _col("camera_id", UUID()),
    _col("zone_id", UUID(), null=True),
    _col("station_id", UUID()),
    _col("epoch", sa.Integer()),
    _col("kind", sa.Text()),
    _col("began", sa.Boolean()),
    _col("state", sa.Text()),
    _col("occupancy", _FLOAT),
    _col("speed", _FLOAT),
    _col("seen_at", _TIME),
    _col("written_at", _TIME),
)
lease = sa.Table(
    "lease",
    metadata,
    _id("camera_id"),
    _col("station_id", UUID()),
    _col("epoch", sa.Integer()),
    _col("until", _TIME),
    _col("version", sa.Integer()),
    _col("watched_since", _TIME, null=True),
)
watch = sa.Table(
    "watch",
    metadata,
    _id("camera_id"),
    _col("began_at", _TIME, key=True),
    _col("ended_at", _TIME),
)
audit = sa.Table(
    "audit",
    metadata,
    _col("number", sa.BigInteger(), key=True),
    _col("subject", sa.Text()),
    _col("subject_id", UUID()),
    _col("act", sa.Text()),
    _col("actor", sa.Text()),
    _col("at", _TIME),
    _col("facts", JSONB()),
    _col("said", sa.Text()),
    _col("position", sa.Integer()),
    _col("personal", ARRAY(sa.Text())),
    _col("salt", sa.LargeBinary(), null=True),
    _col("sealed", sa.LargeBinary(), null=True),
    _col("digest", sa.LargeBinary()),
)
command = sa.Table(
    "command",
    metadata,
    _col("key", UUID(), key=True),
    _col("actor", sa.Text()),
    _col("kind", sa.Text()),
    _col("at", _TIME),
    _col("made_in", sa.types.NullType()),
)
feed_counter = sa.Table(
    "feed_counter", metadata, _col("only_one", sa.Boolean(), key=True), _col("number", sa.BigInteger())
)
change = sa.Table(
    "change",
    metadata,
    _col("number", sa.BigInteger(), key=True),
    _col("kind", sa.Text()),
    _col("id", UUID()),
    _col("version", sa.Integer()),
    _col("actor", sa.Text()),
    _col("at", _TIME),
    _col("command_key", UUID(), null=True),
)
