"""How a tile is painted: the picture as far as it may be believed, and what stands over it."""

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from resources.words import say
from video.events import StreamState, TrafficState
from widgets import theme
from widgets.theme import Role, Type
from widgets.tiles.faces import state_word
from widgets.tiles.namebar import HEIGHT as BAR_HEIGHT
from widgets.tiles.picture import Picture
from widgets.tiles.zoom import Zoom

_BELIEVED = frozenset({StreamState.LIVE, StreamState.LATE})


def believed(state: StreamState) -> bool:
    """Whether the picture moves, so that what detection drew on it still fits."""
    return state in _BELIEVED


def paint_picture(
    painter: QPainter,
    rect: QRect,
    target: QRectF,
    picture: Picture | None,
    state: StreamState,
    zoom: Zoom | None = None,
) -> None:
    """The picture at `target`, in its colours only while it moves; the rest of `rect` is the void.

    With a `zoom` only that part of it fills `target`.
    """
    if picture is None:
        painter.fillRect(rect, theme.color(Role.VOID))
        return
    if not target.contains(QRectF(rect)):
        painter.fillRect(rect, theme.color(Role.VOID))
    image = picture.image if believed(state) else picture.grey()
    ratio = painter.device().devicePixelRatioF()
    own_size = abs(target.width() * ratio - image.width()) < 0.5 and abs(target.height() * ratio - image.height()) < 0.5
    if zoom is not None:
        _paint_part(painter, target, image, zoom, ratio)
    elif own_size and ratio == 1.0:
        painter.drawImage(target.topLeft(), image)
    else:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not own_size)
        painter.drawImage(target, image)
    if not believed(state):
        painter.fillRect(rect, QColor(0, 0, 0, 84 if state is StreamState.FROZEN else 170))


def _paint_part(painter: QPainter, target: QRectF, image: QImage, zoom: Zoom, ratio: float) -> None:
    """A part that is as large as it is shown is copied from a whole pixel on: nothing is blurred."""
    left, top, width, height = zoom.source(image.width(), image.height())
    own_size = abs(target.width() * ratio - width) < 0.5 and abs(target.height() * ratio - height) < 0.5
    if own_size:
        left, top = round(left), round(top)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not own_size)
    painter.drawImage(target, image, QRectF(left, top, width, height))


def paint_state(painter: QPainter, rect: QRect, state: StreamState, reason: str, scale: float = 1.0) -> None:
    """What stands over a picture that does not move: a cross when it is lost, and the reason in a sentence."""
    inside = rect.adjusted(0, 0, 0, -round(BAR_HEIGHT * scale))
    if state is StreamState.LOST:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(154, 167, 179, 150), 1.5 * scale))
        whole = QRectF(rect)
        painter.drawLine(QLineF(whole.topLeft(), whole.bottomRight()))
        painter.drawLine(QLineF(whole.topRight(), whole.bottomLeft()))
    sentence = reason
    if not sentence and state in (StreamState.WAITING, StreamState.RECEIVING):
        sentence = state_word(state)
    if sentence:
        _paint_sentence(painter, inside, sentence, scale, quiet=not reason)


def _paint_sentence(painter: QPainter, inside: QRect, sentence: str, scale: float, *, quiet: bool) -> None:
    type_ = theme.font(Type.BODY, scale=scale)
    room = inside.adjusted(theme.PAD, theme.GAP, -theme.PAD, -theme.GAP)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.setFont(type_)
    if not quiet:
        size = QFontMetricsF(type_).boundingRect(QRectF(room).adjusted(10, 0, -10, 0), flags, sentence)
        ground = QColor(theme.color(Role.BAR))
        ground.setAlpha(225)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(size.adjusted(-10, -6, 10, 6), theme.RADIUS, theme.RADIUS)
        painter.setPen(theme.color(Role.TEXT))
        painter.drawText(size, flags, sentence)
    else:
        painter.setPen(theme.color(Role.FAINT))
        painter.drawText(room, flags, sentence)


def paint_border(
    painter: QPainter, rect: QRect, traffic: TrafficState, *, chosen: bool, dropping: bool, scale: float = 1.0
) -> None:
    """The selection's border, or the alarm's for a road that stands still; selection lies inside the alarm."""
    inset = 0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if traffic is TrafficState.STOPPED:
        _frame(painter, rect, Role.STOPPED, inset, round(2 * scale))
        inset = round(2 * scale)
    if chosen or dropping:
        _frame(painter, rect, Role.SELECTION, inset)


def _frame(painter: QPainter, rect: QRect, role: Role, inset: int, thick: int = 2) -> None:
    tone = theme.color(role)
    r = rect.adjusted(inset, inset, -inset, -inset)
    painter.fillRect(r.left(), r.top(), r.width(), thick, tone)
    painter.fillRect(r.left(), r.bottom() + 1 - thick, r.width(), thick, tone)
    painter.fillRect(r.left(), r.top(), thick, r.height(), tone)
    painter.fillRect(r.right() + 1 - thick, r.top(), thick, r.height(), tone)


def paint_empty(painter: QPainter, rect: QRect, *, dropping: bool, focused: bool) -> None:
    """A tile without a camera says how one comes here."""
    painter.fillRect(rect, theme.color(Role.HOVER if dropping else Role.PANEL))
    middle = rect.center()
    tall = rect.height() >= 90
    if tall:
        theme.paint_icon(painter, QRectF(middle.x() - 9, middle.y() - 30, 18, 18), "plus", Role.FAINT)
    painter.setFont(theme.font(Type.BODY if rect.width() > 260 else Type.SMALL))
    painter.setPen(theme.color(Role.SECOND if dropping or focused else Role.FAINT))
    room = rect.adjusted(theme.PAD, middle.y() - rect.top() - (2 if tall else 16), -theme.PAD, 0)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.drawText(room, flags, say("tiles.empty_hint"))
    if dropping or focused:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        _frame(painter, rect, Role.SELECTION, 0)
