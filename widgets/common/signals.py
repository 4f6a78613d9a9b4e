"""Signals whose types mypy checks: Qt's own accept any `emit` and any slot."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVarTuple, Unpack, overload

from PySide6.QtCore import QMetaObject, QObject, Signal

Ts = TypeVarTuple("Ts")

if TYPE_CHECKING:

    class Bound(Generic[*Ts]):
        """A signal of one object."""

        def connect(self, slot: "Callable[[Unpack[Ts]], object] | Bound[*Ts]") -> QMetaObject.Connection: ...
        def disconnect(self, slot: "Callable[[Unpack[Ts]], object] | None" = None) -> bool: ...
        def emit(self, *facts: *Ts) -> None: ...

    class Sent(Generic[*Ts]):
        """A class attribute `name = Sent[int, str]()`: Qt's signal, with its types kept for mypy."""

        @overload
        def __get__(self, instance: QObject, owner: Any) -> Bound[*Ts]: ...
        @overload
        def __get__(self, instance: None, owner: Any) -> Self: ...
        def __get__(self, instance: QObject | None, owner: Any) -> Any: ...

else:
    _AS_THEY_ARE = (int, str, bool, float)

    class Sent:
        """`Sent[int, str]()` makes Qt's signal; values that Qt does not know travel as Python objects."""

        def __class_getitem__(cls, types: Any) -> Callable[[], Signal]:
            listed = types if isinstance(types, tuple) else (types,)
            qt_types = [one if one in _AS_THEY_ARE else object for one in listed]

            def make() -> Signal:
                return Signal(*qt_types)

            return make
