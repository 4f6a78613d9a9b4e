"""XML as cameras send it, and as no camera should."""

import pytest

from video.onvif.answers import Unreadable, read_xml

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>"""


@pytest.mark.parametrize(
    "data",
    [
        LAUGHS,
        OUTSIDE,
        b"<!DOCTYPE l><l/>",
        b'<!DOCTYPE l SYSTEM "http://192.0.2.1/x.dtd"><l/>',
        b"",
        b"<l>",
        b"<l></m>",
        b"\xff\xfe\x00",
        b"<l>\x00</l>",
        b"<l/><l/>",
        b"not xml at all",
        b'<?xml version="1.0" encoding="klingon"?><l/>',
        b"<l>" * 100 + b"</l>" * 100,
        b"<l>" + b"<m/>" * 20_001 + b"</l>",
        b"<l>&undefined;</l>",
    ],
)
def test_what_a_camera_should_not_send_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_xml(data)


def test_prefixes_that_are_declared_nowhere_do_not_hide_an_answer() -> None:
    root = read_xml(b'<a:one xmlns:a="x"><undeclared:two y:token="7"> text </undeclared:two></a:one>')
    two = root.find("two")
    assert two is not None
    assert (root.name, two.attributes, root.value("two")) == ("one", {"token": "7"}, "text")


def test_letters_in_latin_1_are_read() -> None:
    data = '<?xml version="1.0" encoding="ISO-8859-1"?><n>Café</n>'.encode("latin-1")
    assert read_xml(data).text == "Café"


def test_a_path_goes_down_step_by_step() -> None:
    root = read_xml(b"<r><Zoom><XAddr>z</XAddr></Zoom><PTZ><deep><XAddr>p</XAddr></deep></PTZ></r>")
    assert root.value("PTZ", "XAddr") == "p"
    assert root.value("PTZ", "nothing") == ""
    assert root.find("Media", "XAddr") is None
