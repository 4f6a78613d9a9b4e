"""The desk on real parts: PostgreSQL, RTSP and windows on Qt's offscreen platform."""

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from support.live_site import Desks, open_site

from widgets import theme


@pytest.fixture(scope="module")
def site(cluster, tmp_path_factory):
    site = open_site(cluster, tmp_path_factory.mktemp("site"))
    yield site
    site.close()


@pytest.fixture(autouse=True)
def collected_on_this_thread():
    """As in the console (console/bridge/garbage.py): a widget must not be collected by another thread."""
    gc.disable()
    yield
    gc.collect()


@pytest.fixture
def desks(qapp, tmp_path):
    theme.apply(qapp)
    desks = Desks(qapp, tmp_path)
    yield desks
    desks.close()
