import json

import pytest

from console.layout import Layout, LayoutFile, WindowLayout


def test_a_layout_that_was_stored_is_read_again(tmp_path):
    layout = Layout(WindowLayout(4, ("a", "", "b")), (WindowLayout(16, (), "Dell P2419H ABC", True),))
    LayoutFile(tmp_path / "layout.json").write(layout)
    assert LayoutFile(tmp_path / "layout.json").read() == layout


def test_without_a_file_the_layout_is_the_default_one(tmp_path):
    assert LayoutFile(tmp_path / "layout.json").read() == Layout()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"desk": 3}', '{"desk": {"grid": 5}, "windows": []}'])
def test_a_file_that_cannot_be_read_is_set_aside_and_kept(tmp_path, content):
    path = tmp_path / "layout.json"
    path.write_text(content)
    file = LayoutFile(path)
    assert file.read() == Layout()
    assert file.set_aside is not None
    assert file.set_aside.read_text() == content


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    file = LayoutFile(tmp_path / "layout.json")
    file.write(Layout())
    before = file.path.read_text()

    def full_disk(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        file.write(Layout(WindowLayout(16)))
    assert file.path.read_text() == before
    assert json.loads(before)["desk"]["grid"] == 9
    assert list(tmp_path.iterdir()) == [file.path]
