"""Words, numbers and times of one report, in a language and a time zone of its own."""

from datetime import datetime, timedelta, tzinfo

from resources.words import Language, say_in

NOTHING = "–"
_TOGETHER = "\u00a0"  # a figure and its unit stay on one line
_DAY = timedelta(days=1)


class Speech:
    """How one report speaks; it does not look at the language that the desk speaks meanwhile."""

    def __init__(self, language: Language, zone: tzinfo) -> None:
        self.language = language
        self.zone = zone

    def say(self, key: str, /, **facts: str | int | float) -> str:
        return say_in(self.language, key, **facts)

    def number(self, value: float, places: int = 0) -> str:
        """1.234,5 in Indonesian, 1,234.5 in English."""
        text = f"{value:,.{places}f}"
        if self.language is Language.INDONESIAN:
            text = text.translate(str.maketrans(",.", ".,"))
        return text

    def share(self, part: int, whole: int) -> str:
        """Per cent without decimals; what is not all is never shown as 100 %, nor what is not none as 0 %."""
        if not whole:
            return NOTHING
        percent = round(100 * part / whole)
        if 0 < part < whole:
            percent = min(99, max(1, percent))
        return self.percent(percent)

    def percent(self, value: int) -> str:
        return self._unit("percent", value)

    def duration(self, seconds: float | None) -> str:
        """The two largest parts: "42 dtk", "8 mnt 12 dtk", "2 jam 5 mnt", "3 hari 4 jam"."""
        if seconds is None:
            return NOTHING
        whole = max(0, round(seconds))
        for unit, lower, size, below in (
            ("day", "hour", 86400, 3600),
            ("hour", "minute", 3600, 60),
            ("minute", "second", 60, 1),
        ):
            if whole >= size:
                parts = [self._unit(unit, whole // size)]
                rest = whole % size // below
                return _TOGETHER.join([*parts, self._unit(lower, rest)] if rest else parts)
        return self._unit("second", whole)

    def minutes(self, minutes: float) -> str:
        """A length that was counted in minutes; under one in seconds."""
        return self.duration(minutes * 60)

    def date(self, at: datetime) -> str:
        """Selasa, 24 November 2026."""
        here = at.astimezone(self.zone)
        weekday = self.say("report.calendar.weekdays").split()[here.weekday()]
        return f"{weekday}, {here.day} {self._month(here)} {here.year}"

    def clock(self, at: datetime) -> str:
        return at.astimezone(self.zone).strftime("%H:%M")

    def moment(self, at: datetime) -> str:
        """24 November 2026 14:03 WIB."""
        here = at.astimezone(self.zone)
        return f"{here.day} {self._month(here)} {here.year} {here:%H:%M} {here.tzname()}"

    def span(self, since: datetime, until: datetime) -> str:
        """With one date where it is one day, midnight of the next counted to it."""
        begin, end = since.astimezone(self.zone), until.astimezone(self.zone)
        zone = begin.tzname()
        if end.date() == begin.date() or (end - begin <= _DAY and end.time() == end.min.time()):
            return f"{self.date(begin)}, {begin:%H:%M}–{end:%H:%M} {zone}"
        return f"{self.date(begin)} {begin:%H:%M} – {self.date(end)} {end:%H:%M} {zone}"

    def time(self, at: datetime | None, since: datetime, until: datetime) -> str:
        """The time of day; with its day where the same hour could be meant of another day."""
        if at is None:
            return NOTHING
        here = at.astimezone(self.zone)
        around = max(timedelta(), (_DAY - (until - since)) / 2)
        inside = until - since <= _DAY and since - around <= at <= until + around
        return f"{here:%H:%M}" if inside else f"{here:%d/%m} {here:%H:%M}"

    def _unit(self, unit: str, count: int) -> str:
        return self.say(f"report.unit.{unit}", n=count).replace(" ", _TOGETHER)

    def _month(self, here: datetime) -> str:
        return self.say("report.calendar.months").split()[here.month - 1]
