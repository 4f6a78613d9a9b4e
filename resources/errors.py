"""The one base of every error that Siaga itself raises."""


class SiagaError(Exception):
    """An error with a sentence for a person: `word` is its key in `resources/words`, `facts` fill the sentence.

    Adapters translate what libraries raise into a subclass; only the edge (a dialog, the command line)
    turns it into words, by `resources.words.sentence(error)`. Facts never hold a credential.
    """

    word = "errors.unexpected"

    def __init__(self, detail: str = "", **facts: str | int | float) -> None:
        super().__init__(detail or self.word)
        self.facts = facts
