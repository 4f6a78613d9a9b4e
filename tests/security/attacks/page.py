"""The suite as the table of docs/ref/security.md: `PYTHONPATH=.:tests python -m security.attacks.page` prints it."""

from security.attacks.attack import EVERYBODY, SUPERUSER, Attack, Someone
from security.attacks.cameras import CAMERAS, UNREADABLE
from security.attacks.identity import IDENTITY
from security.attacks.roles import BECOMING, OBJECTS, SERVER
from security.attacks.tickets import TICKETS
from security.attacks.truth import TRUTH

TOPICS = {
    "Tickets": TICKETS,
    "Who reported in confidence": IDENTITY,
    "What was written": TRUTH,
    "Cameras and recorded pictures": CAMERAS,
    "Rows that no client could read": UNREADABLE,
    "Becoming somebody else": BECOMING,
    "Objects of one's own": OBJECTS,
    "The server": SERVER,
}
ATTACKS = [attack for topic in TOPICS.values() for attack in topic]


def as_markdown() -> str:
    return "\n\n".join(f"### {name}\n\n{_table(topic)}" for name, topic in TOPICS.items())


def _table(topic: list[Attack]) -> str:
    lines = ["| attempt | by | refused with | who gets through |", "|---|---|---|---|"]
    lines += [f"| {one.what} | {_by(one.by)} | {one.refused} | {_through(one)} |" for one in topic]
    return "\n".join(lines)


def _by(those: tuple[Someone, ...]) -> str:
    left = [one.value for one in EVERYBODY if one not in those]
    if not left:
        return "everybody"
    if len(left) <= 3:
        return "everybody but " + " and ".join(left)
    return ", ".join(one.value for one in those)


def _through(attack: Attack) -> str:
    who = "the superuser, triggers aside" if attack.control == SUPERUSER else str(attack.control)
    return who if attack.controlled is None else f"{who}, with what is allowed"


if __name__ == "__main__":
    print(as_markdown())
