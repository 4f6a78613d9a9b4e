"""What somebody else wrote, made fit to be shown."""


def one_line(text: str) -> str:
    """One line without control characters: it cannot pose as a line of ours, nor play with a terminal."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
