"""In which order an agency's people are called; free of Qt."""

from storage.model.callers import Contact


def in_order(contacts: tuple[Contact, ...]) -> list[Contact]:
    """By position, those of one position by name; those that are switched off last."""
    return sorted(contacts, key=lambda one: (not one.active, one.position, one.name, str(one.id)))
