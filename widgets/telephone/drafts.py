"""What a call has told so far."""

from dataclasses import dataclass, field
from uuid import UUID

from resources.words import say
from storage.model.callers import Openness
from storage.model.routing import RoadClass, Routing
from storage.model.tickets import Priority
from widgets.common.places import PlaceChoice

TITLE_MOST = 120
WORDS_MOST = 5000


@dataclass(frozen=True, slots=True)
class CallDraft:
    """The fields of the telephone form; `words` and `place` are the caller's own and stay as they are."""

    number: str = field(default="", repr=False)
    words: str = ""
    category: str = ""  # a category's code, empty while none is chosen
    priority: Priority = Priority.MEDIUM
    place: str = ""
    choice: PlaceChoice = field(default_factory=PlaceChoice)
    agency_ids: tuple[UUID, ...] = ()
    caller_name: str = field(default="", repr=False)
    handled_s: float | None = field(default=None, compare=False)  # how long it took so far; the same call all the same
    title: str = ""  # as a person wrote it; empty where it is made of category and place
    road: RoadClass | None = None
    routing: Routing | None = field(default=None, compare=False)  # what was proposed: nobody said it
    exercise_id: UUID | None = None  # the running exercise that it is opened in
    openness: Openness = Openness.OPEN
    contact: str = field(default="", repr=False)  # how to reach a confidential caller

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written: what may be left without a question."""
        texts = (self.number, self.words, self.place, self.choice.words, self.caller_name, self.contact, self.title)
        return not any(texts) and not self.category


def faults_of(draft: CallDraft) -> list[tuple[str, str]]:
    """What a form can tell that is missing or too long: the field's name, and a sentence."""
    faults = [
        ("words", len(draft.words) > WORDS_MOST, say("telephone.wrong.words", most=WORDS_MOST)),
        ("category", not draft.category, say("telephone.wrong.category")),
        ("place", not draft.place and not draft.choice.words, say("telephone.wrong.place")),
        ("title", len(draft.title) > TITLE_MOST, say("telephone.wrong.title", most=TITLE_MOST)),
    ]
    return [(field, sentence) for field, wrong, sentence in faults if wrong]


def made_title(category: str, draft: CallDraft) -> str:
    """A title out of the category's name and the place: "Pohon tumbang, depan Masjid Al-Ikhlas"."""
    place = draft.place or draft.choice.landmark or draft.choice.desa or draft.choice.kecamatan
    title = ", ".join(part for part in (category, place) if part)
    return title if len(title) <= TITLE_MOST else f"{title[: TITLE_MOST - 1].rstrip()}…"
