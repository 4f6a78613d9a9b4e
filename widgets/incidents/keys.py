"""The keys of a ticket's acts: one letter each, so that a shift learns them once (docs/design/look.md).

A, C, I, K, O, T, V, W and Z are the desk's own: a key that two things want does neither.
"""

from storage.model.tickets import Act

KEYS: dict[Act, str] = {
    Act.ACKNOWLEDGE: "Y",
    Act.CLAIM: "M",
    Act.EDIT: "E",
    Act.NOTE: "N",
    Act.DISPATCH: "D",
    Act.RESOLVE: "S",
    Act.CLOSE: "X",
    Act.REOPEN: "B",
    Act.REJECT: "Shift+R",
    Act.PAUSE: "Shift+J",
    Act.RESUME: "Shift+T",
    Act.ACCEPT: "P",
    Act.SET_OUT: "G",
    Act.ARRIVE: "L",
    Act.COMPLETE: "U",
    Act.DECLINE: "Shift+P",
    Act.PROPOSE_TRANSFER: "Shift+D",
    Act.ACCEPT_TRANSFER: "Shift+A",
    Act.REFUSE_TRANSFER: "Shift+N",
    Act.WITHDRAW_TRANSFER: "Shift+B",
    Act.MAKE_REAL: "Shift+L",
}

NEXT: tuple[Act, ...] = (
    Act.ACCEPT_TRANSFER,
    Act.ACKNOWLEDGE,
    Act.ACCEPT,
    Act.SET_OUT,
    Act.ARRIVE,
    Act.COMPLETE,
    Act.DISPATCH,
    Act.CLOSE,
    Act.RESOLVE,
)
"""What usually comes next: the first of these that is allowed is the panel's primary button."""

ORDER: tuple[Act, ...] = (
    *NEXT,
    Act.NOTE,
    Act.EDIT,
    Act.CLAIM,
    Act.PAUSE,
    Act.RESUME,
    Act.REOPEN,
    Act.REFUSE_TRANSFER,
    Act.WITHDRAW_TRANSFER,
    Act.PROPOSE_TRANSFER,
    Act.DECLINE,
    Act.REJECT,
    Act.MAKE_REAL,
)
"""From left to right; what ends or hands over stands last."""

GRAVE = frozenset({Act.REJECT, Act.DECLINE, Act.PROPOSE_TRANSFER, Act.MAKE_REAL})
"""Seldom done and hard to undo: their keys need Shift and do not stand on the button."""
