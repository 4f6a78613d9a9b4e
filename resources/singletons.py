"""A guard for None, True and False on Python 3.11, where PySide6 6.12 drops references to them.

The wheels of PySide6 6.12.0 return these three as 3.12 allows, without taking a reference, since they are immortal
there. On 3.11 they are not: every call of Qt that returns nothing takes one from None, and after some thousand the
interpreter ends with "none_dealloc: deallocating None" (measured: -1 a call of QPainter.fillRect,
QObject.setObjectName and most others, from about 5,700 at start). Enough references make them immortal here too.
"""

import ctypes
import sys

_MANY = 1 << 40
"""More than a desk can lose in years at a million calls a second; far from the counter's end at 2**63."""


def keep_singletons() -> None:
    """Give None, True and False more references than can be lost; needed once a process that loads Qt."""
    if sys.implementation.name != "cpython" or sys.version_info >= (3, 12):
        return
    for single in (None, True, False):
        # ob_refcnt is the first field of every object of CPython 3.11.
        count = ctypes.c_ssize_t.from_address(id(single))
        if count.value < _MANY:
            count.value += _MANY
