"""What a site sets: a frozen, validated value from a TOML file and the environment (SIAGA_…).

Geometry of windows is not here (QSettings), nor is any password of a person.
"""

import tomllib
from datetime import time
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import platformdirs
from pydantic import Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from resources.errors import SiagaError
from resources.words import Language, say
from storage.model.shifts import ShiftPlan

SHIFT_NAME_MOST = 60  # letters; the record takes no more


class BadSettings(SiagaError):
    """The settings file cannot be read or a value in it is wrong; facts: file, what."""

    word = "console.settings.bad"


class Settings(BaseSettings):
    """All settings with their defaults; `read_settings` is how they come to be."""

    model_config = SettingsConfigDict(env_prefix="SIAGA_", frozen=True, extra="forbid")

    language: Language = Language.INDONESIAN
    database: str = ""  # a DSN without a password; empty: the embedded database
    data_dir: Path = Path(platformdirs.user_data_dir("siaga", appauthor=False))
    cache_dir: Path = Path(platformdirs.user_cache_dir("siaga", appauthor=False))
    station_file: Path | None = None  # the enrolled station's secret; default: data_dir/station.json
    embedded_dir: Path | None = None  # the embedded database's folder; default by the platform
    postgres_binaries: Path | None = None  # other binaries than those that come with Siaga
    site_name: str = "Pusat Komando Kabupaten Bekasi"
    authority: str = "Pemerintah Kabupaten Bekasi"  # on the cover line of a report
    seal: Path | None = None  # the regency's seal (SVG or PNG), on reports
    time_zone: str = "Asia/Jakarta"
    shifts: tuple[tuple[str, time], ...] = (("Pagi", time(6)), ("Siang", time(14)), ("Malam", time(22)))
    mute_s: float = 600.0  # how long alarms may be muted at one desk
    reconnect_floor_s: float = 1.0
    reconnect_cap_s: float = 10.0
    dials_per_host: int = Field(default=8, ge=0)  # cameras of one address dialled at a time; 0: all of them
    hardware_decoding: Literal["", "vaapi", "cuda", "d3d11va", "videotoolbox"] = ""  # empty: by the processor
    hardware_sessions: int = Field(default=16, ge=0)  # pictures decoded in hardware at a time
    lease_s: float = 15.0
    recording: bool = True  # whether this station records the cameras that it has the lease of
    recording_dir: Path | None = None  # default: data_dir/recording; made once, and not again while Siaga runs
    recording_quota_gb: float = Field(default=50.0, ge=0)  # 0: as much as the disk allows
    recording_keep_free_gb: float = Field(default=5.0, ge=0)
    recording_keep_free_percent: float = Field(default=5.0, ge=0, lt=100)  # the larger of the two holds
    recording_minutes: float = Field(default=30.0, ge=0)  # promised: deleted only where the disk forces it
    recording_days: float = Field(default=0.0, ge=0)  # older ones are deleted; 0: as long as there is room
    pictures_dir: Path | None = None  # of pictures saved as files; default: Siaga in the user's pictures folder
    demo_width: int = 1280  # of the demo cameras' main pictures; a narrow one is rendered sooner
    demo_film_s: float = Field(default=0.0, ge=0)  # of each demo camera's story, from its beginning; 0: all of it

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise _wrong("zone", name=name) from None
        return name

    @field_validator("shifts")
    @classmethod
    def _shifts_in_order(cls, shifts: tuple[tuple[str, time], ...]) -> tuple[tuple[str, time], ...]:
        names = [name.strip() for name, _ in shifts]
        if not shifts:
            raise _wrong("none")
        if not all(0 < len(name) <= SHIFT_NAME_MOST for name in names):
            raise _wrong("name", most=SHIFT_NAME_MOST)
        if len({name.casefold() for name in names}) < len(names):
            raise _wrong("twice")
        begins = [begin.replace(tzinfo=None) for _, begin in shifts]
        for (name, _), before, begin in zip(shifts[1:], begins, begins[1:], strict=False):
            if begin <= before:
                raise _wrong("order", name=name, begin=f"{begin:%H:%M}", before=f"{before:%H:%M}")
        return tuple(zip(names, begins, strict=True))

    @property
    def ring_dir(self) -> Path | None:
        """The folder of the recordings; None where this station records nothing."""
        return (self.recording_dir or self.data_dir / "recording") if self.recording else None

    @property
    def stills_dir(self) -> Path:
        """Where pictures are saved as files."""
        return self.pictures_dir or Path(platformdirs.user_pictures_dir()) / "Siaga"

    @property
    def shift_plan(self) -> ShiftPlan:
        return ShiftPlan(self.shifts, ZoneInfo(self.time_zone))


def settings_file() -> Path:
    return Path(platformdirs.user_config_dir("siaga", appauthor=False)) / "settings.toml"


def read_settings(file: Path | None = None) -> Settings:
    """The settings of `file` (or the user's own), overridden by the environment. Raises BadSettings."""
    path = file or settings_file()
    values: dict[str, Any] = {}
    try:
        if path.exists():
            values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(str(error), file=str(path), what=str(error)) from error
    try:
        return _Layered(**values)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        what = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        raise BadSettings(what, file=str(path), what=what) from None


def _wrong(what: str, **facts: str | int) -> PydanticCustomError:
    """Pydantic would write "Value error" before the sentence of a plain ValueError."""
    sentence = say(f"shift.settings.{what}", **facts)
    return PydanticCustomError("siaga", "{sentence}", {"sentence": sentence})


class _Layered(Settings):
    """The environment wins over the file, so that one start can be told otherwise without editing it."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings
