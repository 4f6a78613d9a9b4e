"""What a person may want of recorded pictures, and the key of each: free of Qt."""

from enum import StrEnum


class Wish(StrEnum):
    """What a person may want of recorded pictures."""

    PLAY = "play"
    BACKWARDS = "backwards"
    FRAME_BACK = "frame_back"
    FRAME_ON = "frame_on"
    SLOWER = "slower"
    FASTER = "faster"
    BACK = "back"
    ON = "on"
    FAR_BACK = "far_back"
    FAR_ON = "far_on"
    FIRST = "first"
    LAST = "last"
    PAGE_BACK = "page_back"
    PAGE_ON = "page_on"
    NEARER = "nearer"
    FARTHER = "farther"
    MARK_IN = "mark_in"
    MARK_OUT = "mark_out"
    BOOKMARK = "bookmark"
    LOCK = "lock"
    EXPORT = "export"
    GO_TO = "go_to"
    STILL = "still"
    TICKET = "ticket"
    REMOVE = "remove"


KEYS: dict[Wish, str] = {
    Wish.PLAY: "Space",
    Wish.BACKWARDS: "Shift+Space",
    Wish.FRAME_BACK: ",",
    Wish.FRAME_ON: ".",
    Wish.SLOWER: "<",
    Wish.FASTER: ">",
    Wish.BACK: "←",
    Wish.ON: "→",
    Wish.FAR_BACK: "Ctrl+←",
    Wish.FAR_ON: "Ctrl+→",
    Wish.FIRST: "Home",
    Wish.LAST: "End",
    Wish.PAGE_BACK: "PgUp",
    Wish.PAGE_ON: "PgDn",
    Wish.NEARER: "+",
    Wish.FARTHER: "-",
    Wish.MARK_IN: "[",
    Wish.MARK_OUT: "]",
    Wish.BOOKMARK: "B",
    Wish.LOCK: "L",
    Wish.EXPORT: "E",
    Wish.GO_TO: "G",
    Wish.STILL: "S",
    Wish.TICKET: "T",
    Wish.REMOVE: "Del",
}
"""What stands on the buttons and on the page of keys."""
