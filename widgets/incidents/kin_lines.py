"""The rows of a ticket's links: those that stand, and what may be the same."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from resources.words import say
from storage.model.links import Likeness, Link
from storage.model.tickets import Ticket
from widgets import theme
from widgets.common.figures import clock, day
from widgets.common.labels import paint_priority
from widgets.common.sections import HeadLine, NoteLine, RowLine, SectionLine, paint_cell
from widgets.incidents.kin_values import Kin, other_end
from widgets.incidents.links_wording import link_word, near_word
from widgets.theme import Role, Type

ROW_PX = 52


@dataclass(frozen=True, slots=True)
class LinkLine(RowLine):
    link: Link


@dataclass(frozen=True, slots=True)
class AlikeLine(RowLine):
    one: Likeness


def lines_of(kin: Kin) -> tuple[SectionLine, ...]:
    links = [_link_line(link, kin.ticket) for link in kin.links]
    alike = [_alike_line(one) for one in kin.alike]
    lines: list[SectionLine] = [HeadLine(say("links.head_links"), len(links)), *links]
    lines += [] if links else [NoteLine(say("links.none"))]
    lines += [HeadLine(say("links.head_alike"), len(alike)), *alike]
    lines += [] if alike else [NoteLine(say("links.none_alike"))]
    return tuple(lines)


def _link_line(link: Link, here: Ticket) -> LinkLine:
    number = other_end(link, here)[1] or say("tickets.unshared_row")
    sentence = f"{link_word(link, here)} {number}, {link_sentence(link)}"
    return LinkLine(link.id, sentence, link)


def _alike_line(one: Likeness) -> AlikeLine:
    number = one.ticket.number or say("tickets.unshared_row")
    return AlikeLine(one.ticket.id, f"{number} {one.ticket.title}, {near_word(one)}", one)


def link_sentence(link: Link) -> str:
    at = f"{day(link.linked_at)} {clock(link.linked_at, seconds=False)}"
    said = say("links.by", name=link.linked_by, at=at)
    return f"{said} · {link.reason}" if link.reason else said


def paint_row(painter: QPainter, rect: QRectF, row: RowLine) -> None:
    left = rect.left() + theme.PAD
    first = QRectF(left, rect.top() + 7, rect.width() - 2 * theme.PAD, 20)
    second = QRectF(left, rect.top() + 26, first.width(), 18)
    if isinstance(row, AlikeLine):
        ticket = row.one.ticket
        paint_priority(painter, QRectF(left, rect.top() + 9, 22, 22), ticket.priority)
        first, second = first.adjusted(32, 0, 0, 0), second.adjusted(32, 0, 0, 0)
        number = ticket.number or say("tickets.unshared_row")
        paint_cell(painter, first, number, bold=True)
        after = QFontMetricsF(theme.font(Type.BODY, bold=True)).horizontalAdvance(number) + 6
        paint_cell(painter, first.adjusted(after, 0, 0, 0), ticket.title)
        paint_cell(painter, second, near_word(row.one), Role.SECOND, Type.SMALL)
    elif isinstance(row, LinkLine):
        whole, _, rest = row.sentence.partition(", ")
        paint_cell(painter, first, whole, bold=True)
        paint_cell(painter, second, rest, Role.SECOND, Type.SMALL)
