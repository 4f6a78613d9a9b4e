"""The trees of the whole code are held for one file of rules alone: for the rest of the run they are a burden."""

import gc
from collections.abc import Iterator

import pytest
from support.sources import text_of, tree_of


@pytest.fixture(scope="module", autouse=True)
def _trees_given_back() -> Iterator[None]:
    """Millions of objects, none of them in a cycle: each collection, here or in a later file, would walk them all."""
    gc.disable()
    yield
    tree_of.cache_clear()
    text_of.cache_clear()
    gc.enable()
