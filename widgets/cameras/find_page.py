"""Cameras of the network: found, asked with one login, looked over, and only then saved."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRectF, Qt, Slot
from PySide6.QtGui import QIntValidator, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QWidget

from resources.words import say
from storage.model.camera_cells import NUMBER_MOST
from widgets import theme
from widgets.cameras.find_values import (
    ChannelState,
    DeviceState,
    FindState,
    FindWish,
    FoundChannel,
    FoundDevice,
)
from widgets.cameras.page import CameraPage
from widgets.cameras.table import paint_state, paint_two_lines
from widgets.common.buttons import KeyButton
from widgets.common.forms import labelled, side_by_side
from widgets.common.labels import paint_chip
from widgets.common.sections import HeadLine, NoteLine, RowLine, SectionLine, paint_cell
from widgets.common.signals import Sent
from widgets.theme import Role, Type

ROW_PX = 40
_HOST_X, _NAME_X, _STATE_X = 40, 190, 470
_CHANNEL_X, _NUMBER_X, _CALLED_X, _SENDS_X, _DONE_X = 44, 72, 128, 360, 800
_DEVICE_FACES = {
    DeviceState.FOUND: ("dot", Role.NORMAL),
    DeviceState.ASKING: ("waiting", Role.SECOND),
    DeviceState.READY: ("check", Role.SECOND),
    DeviceState.EMPTY: ("undetermined", Role.AMBER),
    DeviceState.FAILED: ("warning", Role.AMBER),
}
_CHANNEL_FACES = {
    ChannelState.SAVING: ("waiting", Role.SECOND),
    ChannelState.SAVED: ("check", Role.SELECTION),
    ChannelState.REFUSED: ("error", Role.RED),
}


@dataclass(frozen=True, slots=True)
class DeviceLine(RowLine):
    device: FoundDevice
    state: str


@dataclass(frozen=True, slots=True)
class ChannelLine(RowLine):
    channel: FoundChannel
    sends: str
    state: str


class CameraFindPage(CameraPage):
    """Space or a click ticks a row; `wish` is what stands in the fields."""

    search_requested = Sent[()]()
    address_given = Sent[str]()
    ticked = Sent[str, bool]()
    ask_requested = Sent[FindWish]()
    planned = Sent[FindWish]()
    save_requested = Sent[FindWish]()
    stop_requested = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("cameras.find.title", paint_line, ROW_PX, parent)
        self._state = FindState()
        names = ("username", "password", "group", "first_number", "address")
        self.fields = {name: QLineEdit(self) for name in names}
        self.fields["password"].setEchoMode(QLineEdit.EchoMode.Password)
        self.fields["first_number"].setValidator(QIntValidator(1, NUMBER_MOST, self))
        self.search = KeyButton("cameras.find.search", "Ctrl+F", primary=True, parent=self)
        self.ask = KeyButton("widgets.save", "Ctrl+P", parent=self)
        self.save = KeyButton("widgets.save", "Ctrl+S", parent=self)
        self.every = KeyButton("cameras.find.every", "Ctrl+A", parent=self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        for field in self.fields.values():
            field.setFont(theme.font(Type.ROW))
        self.fields["first_number"].setFixedWidth(110)
        cells = [labelled(f"cameras.find.field.{name}", field, self) for name, field in self.fields.items()]
        self.tools.addLayout(side_by_side(*cells, stretches=(2, 2, 2, 0, 3)))
        for button in (self.search, self.ask, self.save, self.every):
            self.acts.addWidget(button)
        self.lay_out()

    def _connect(self) -> None:
        self.search.clicked.connect(self.search_requested)
        self.ask.clicked.connect(self._ask)
        self.save.clicked.connect(self._save)
        self.every.clicked.connect(self._every)
        self.list.chosen.connect(self._say_row)
        self.list.activated.connect(self._toggle)
        self.list.clicked.connect(self._toggle)
        self.fields["address"].returnPressed.connect(self._add)
        self.fields["group"].editingFinished.connect(self._plan)
        self.fields["first_number"].editingFinished.connect(self._plan)

    # --- values in ---

    def start(self) -> None:
        """Fields empty: a login is typed for this time alone."""
        for field in self.fields.values():
            field.clear()
        self.set_error("")
        self.take_focus()

    def set_state(self, state: FindState) -> None:
        if state.is_busy:
            self.set_error("")
        self._state = state
        self.set_busy(state.is_busy)
        self._show()

    @property
    def wish(self) -> FindWish:
        text = {name: field.text() for name, field in self.fields.items()}
        number = int(text["first_number"]) if text["first_number"].isdecimal() else 0
        return FindWish(text["username"].strip(), text["password"], text["group"].strip(), number)

    # --- words ---

    def retranslate(self) -> None:
        super().retranslate()
        self.note.set_text(say("cameras.find.note"))
        self.fields["address"].setPlaceholderText(say("cameras.find.address_hint"))
        self.fields["first_number"].setPlaceholderText(say("cameras.find.number_hint"))
        self.fields["group"].setPlaceholderText(say("cameras.form.hint.group"))
        self._show()

    def _show(self) -> None:
        state = self._state
        ask, save = state.chosen_devices, len(state.to_save)
        for button, count, counted, none in (
            (self.ask, ask, "cameras.find.ask", "cameras.find.ask_none"),
            (self.save, save, "cameras.find.save", "cameras.find.save_none"),
        ):
            if count:
                button.set_word(counted, n=count)
            else:
                button.set_word(none)
        self.ask.setVisible(bool(state.devices))
        self.save.setVisible(any(one.channels for one in state.devices))
        self.every.setVisible(bool(state.devices))
        for button, wanted in ((self.search, True), (self.ask, ask > 0), (self.save, save > 0), (self.every, True)):
            button.setEnabled(wanted and not state.is_busy)
        self.save.set_primary(save > 0 and not ask)
        self.ask.set_primary(ask > 0)
        self.search.set_primary(not ask and not save)
        self.search.set_word("cameras.find.again" if state.was_searched else "cameras.find.search")
        self.leave.set_word("cameras.import.stop" if state.is_busy else "books.close")
        self.list.set_lines(self._lines())
        self._say_row()

    def _lines(self) -> tuple[SectionLine, ...]:
        state = self._state
        if not state.devices:
            word = "cameras.find.nobody" if state.was_searched else "cameras.find.begin"
            return (NoteLine(say("cameras.find.searching" if state.is_searching else word)),)
        lines: list[SectionLine] = [HeadLine(say("cameras.find.devices"), len(state.devices))]
        for device in state.devices:
            lines.append(_device_line(device))
            lines += [_channel_line(channel) for channel in device.channels]
        return tuple(lines)

    @Slot()
    def _say_row(self) -> None:
        state = self._state
        if state.is_searching:
            self.said.set_text(say("cameras.find.searching"))
        elif state.to_ask:
            self.said.set_text(say("cameras.find.asking", done=state.asked, total=state.to_ask))
        elif state.is_saving:
            self.said.set_text(say("cameras.find.saving", done=state.saved, total=state.saved + len(state.to_save)))
        else:
            self.said.set_text(self.list.row.sentence if self.list.row is not None else "")

    # --- hands ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.list.hasFocus():
            self._toggle()
        else:
            super().keyPressEvent(event)

    @Slot()
    def leave_page(self) -> None:
        """Esc ends what is under way, and closes where nothing is."""
        if self._state.is_busy:
            self.stop_requested.emit()
        else:
            self.closed.emit()

    @Slot(QModelIndex)
    def _toggle(self, _: QModelIndex | None = None) -> None:
        row = self.list.row
        if self._state.is_busy:
            return
        if isinstance(row, DeviceLine):
            self.ticked.emit(row.device.key, not row.device.is_chosen)
        elif isinstance(row, ChannelLine) and row.channel.state is not ChannelState.SAVED:
            self.ticked.emit(row.channel.key, not row.channel.is_chosen)

    @Slot()
    def _every(self) -> None:
        """Tick every device that is not asked yet; where all are, take the ticks away."""
        waiting = [one for one in self._state.devices if one.state in (DeviceState.FOUND, DeviceState.FAILED)]
        wanted = not all(one.is_chosen for one in waiting)
        for one in waiting:
            self.ticked.emit(one.key, wanted)

    @Slot()
    def _add(self) -> None:
        address = self.fields["address"].text().strip()
        if address and not self._state.is_busy:
            self.fields["address"].clear()
            self.address_given.emit(address)

    @Slot()
    def _ask(self) -> None:
        self.ask_requested.emit(self.wish)

    @Slot()
    def _plan(self) -> None:
        self.planned.emit(self.wish)

    @Slot()
    def _save(self) -> None:
        self.save_requested.emit(self.wish)


def _device_line(device: FoundDevice) -> DeviceLine:
    state = device.sentence or say(f"cameras.find.device.{device.state.value}")
    if device.state is DeviceState.FOUND and device.known:
        numbers = ", ".join(str(number) for number in device.known)
        state = say("cameras.find.known", numbers=numbers)
    elif device.state is DeviceState.READY:
        state = say("cameras.find.cameras", n=len(device.channels))
    parts = (device.host, device.name, device.detail, state)
    return DeviceLine(device.key, ", ".join(part for part in parts if part), device, state)


def _channel_line(channel: FoundChannel) -> ChannelLine:
    camera = channel.camera
    sends = [channel.main, say("cameras.find.sub", sub=channel.sub) if channel.sub else say("cameras.find.no_sub")]
    if camera.ptz:
        sends.append("PTZ")
    state = channel.sentence
    if not state and channel.state is not ChannelState.OFFERED:
        state = say(f"cameras.find.channel.{channel.state.value}")
    elif not state and channel.known:
        state = say("cameras.find.known", numbers=str(channel.known))
    number = str(camera.number) if camera.number else ""
    words = (f"{number} {camera.name}".strip(), ", ".join(sends), camera.main_url, state)
    return ChannelLine(channel.key, ", ".join(word for word in words if word), channel, " · ".join(sends), state)


def paint_line(painter: QPainter, rect: QRectF, line: RowLine) -> None:
    if isinstance(line, DeviceLine):
        _paint_device(painter, rect, line)
    elif isinstance(line, ChannelLine):
        _paint_channel(painter, rect, line)


def _paint_device(painter: QPainter, rect: QRectF, line: DeviceLine) -> None:
    device = line.device
    if device.state in (DeviceState.FOUND, DeviceState.FAILED):
        _paint_tick(painter, rect, theme.PAD, chosen=device.is_chosen)
    paint_cell(painter, _cell(rect, _HOST_X, _NAME_X), device.host)
    paint_two_lines(painter, _cell(rect, _NAME_X, _STATE_X), device.name or "–", device.detail)
    icon, role = _DEVICE_FACES[device.state]
    paint_state(painter, _cell(rect, _STATE_X, int(rect.width())), icon, role, line.state)


def _paint_channel(painter: QPainter, rect: QRectF, line: ChannelLine) -> None:
    channel = line.channel
    if channel.state is not ChannelState.SAVED:
        _paint_tick(painter, rect, _CHANNEL_X, chosen=channel.is_chosen)
    tone = Role.TEXT if channel.is_chosen or channel.state is ChannelState.SAVED else Role.SECOND
    number = str(channel.camera.number) if channel.camera.number and tone is Role.TEXT else ""
    paint_cell(painter, _cell(rect, _NUMBER_X, _CALLED_X), number, Role.SECOND)
    paint_cell(painter, _cell(rect, _CALLED_X, _SENDS_X), channel.camera.name, tone)
    paint_cell(painter, _cell(rect, _SENDS_X, _DONE_X), line.sends, Role.SECOND)
    if line.state:
        icon, role = _CHANNEL_FACES.get(channel.state, ("info", Role.SECOND))
        paint_state(painter, _cell(rect, _DONE_X, int(rect.width())), icon, role, line.state)


def _cell(rect: QRectF, left: int, right: int) -> QRectF:
    return QRectF(rect.left() + left, rect.top(), right - left - theme.GAP, rect.height())


def _paint_tick(painter: QPainter, rect: QRectF, left: int, *, chosen: bool) -> None:
    box = QRectF(rect.left() + left, rect.center().y() - 8, 16, 16)
    ground = theme.color(Role.PRIMARY if chosen else Role.RAISED)
    painter.save()
    paint_chip(painter, box, theme.color(Role.EDGE), ground, 3)
    painter.restore()
    if chosen:
        theme.paint_icon(painter, box.adjusted(3, 3, -3, -3), "check", Role.ON_PRIMARY)
