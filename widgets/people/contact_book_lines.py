"""The contact book as lines: in order of calling, found by typing."""

import re
from dataclasses import dataclass

from resources.words import say
from storage.model.callers import Contact
from storage.model.people import Agency
from widgets.common.sections import HeadLine, NoteLine, RowLine, SectionLine
from widgets.people.contact_order import in_order


@dataclass(frozen=True, slots=True)
class ContactLine(RowLine):
    """A line of the book; `place` is when it is called, from 1, and 0 for one that is not."""

    contact: Contact
    agency: str
    place: int
    copied: bool = False


def book_lines(
    contacts: tuple[Contact, ...], agencies: tuple[Agency, ...], search: str, copied: object
) -> tuple[SectionLine, ...]:
    """A section an agency; while searching, only those with a line that is found."""
    lines: list[SectionLine] = []
    for agency in sorted(agencies, key=lambda one: one.name.casefold()):
        own = in_order(tuple(one for one in contacts if one.agency_id == agency.id))
        places = {one.id: at for at, one in enumerate((one for one in own if one.active), start=1)}
        found = [one for one in own if is_found(one, agency, search)]
        if not found and search.strip():
            continue
        lines.append(HeadLine(agency.name, len(found)))
        lines += [_line(one, agency, places.get(one.id, 0), one.id == copied) for one in found]
        if not found:
            lines.append(NoteLine(say("books.contacts.none_of", agency=agency.name)))
    return tuple(lines)


def is_found(contact: Contact, agency: Agency, search: str) -> bool:
    """Whether every word of `search` stands somewhere in the line; digits are looked for without what parts them."""
    texts = (agency.name, contact.name, contact.duty, contact.phone, contact.radio)
    whole = " ".join(texts).casefold()
    digits = re.sub(r"[^0-9]", "", contact.phone)
    typed = re.sub(r"[\s().-]", "", search)
    if typed.isdigit() and typed in digits:
        return True
    return all(word in whole for word in search.casefold().split())


def number_of(contact: Contact) -> str:
    """What is copied: the telephone, its radio where it has none."""
    return contact.phone or contact.radio


def values_word(contact: Contact) -> str:
    """All of a line: "Regu jaga A, Perwira jaga, telepon 021 …, radio Kanal 3"; one that is off says so."""
    return ", ".join(
        part
        for part in (
            contact.name,
            contact.duty,
            say("books.contacts.phone", number=contact.phone) if contact.phone else "",
            say("books.contacts.radio", number=contact.radio) if contact.radio else "",
            "" if contact.active else say("books.contacts.inactive"),
        )
        if part
    )


def _line(contact: Contact, agency: Agency, place: int, copied: bool) -> ContactLine:
    facts: dict[str, str | int | float] = {"agency": agency.name, "what": values_word(contact)}
    said = say("books.contacts.says", place=place, **facts) if place else say("books.contacts.says_off", **facts)
    return ContactLine(contact.id, said, contact, agency.name, place, copied)
