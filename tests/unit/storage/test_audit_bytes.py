"""The audit's bytes, written out: who changes the form breaks every chain and every signature that is there."""

from decimal import Decimal
from hashlib import sha256
from uuid import UUID

import pytest

from storage.model.audit import AuditHead, AuditRow, canonical, digest_of, head_bytes, row_bytes, seal_of

SALT = bytes(range(16))
ROW = AuditRow(
    number=815,
    subject="ticket",
    subject_id=UUID("01a20ec2-428d-7016-8e19-5667eafac9e4"),
    position=2,
    act="edit",
    actor="operator1",
    at_us=1_764_000_000_123_456,
    facts={"title": "Pohon «rubuh»", "kind": "tree", "occupancy": Decimal("0.310")},
    said='Kata "Bu Siti"\n\x01',
    personal=("title",),
    salt=SALT,
    sealed=b"",
    digest=b"",
)
SEALED = b'[{"title": "Pohon \xc2\xabrubuh\xc2\xbb"}, "Kata \\"Bu Siti\\"\\n\\u0001"]'


def test_a_seal_is_over_salt_personal_facts_and_words() -> None:
    assert seal_of(ROW, SALT) == sha256(SALT + SEALED).digest()


def test_a_rows_digest_is_over_these_bytes() -> None:
    row = AuditRow(**{name: getattr(ROW, name) for name in ROW.__slots__} | {"sealed": b"\xab\xcd"})
    expected = (
        '["siaga-audit-1", "ticket", "01a20ec2-428d-7016-8e19-5667eafac9e4", 2, 815, "edit", "operator1", '
        '1764000000123456, {"kind": "tree", "occupancy": 0.310}, ["title"], "abcd", "ff"]'
    )
    assert row_bytes(row, b"\xff") == expected.encode()
    assert digest_of(row, b"\xff") == sha256(expected.encode()).digest()


def test_what_is_signed_names_record_moment_rows_and_digest() -> None:
    head = AuditHead(7, 1_764_000_000_000_000, 815, 800, bytes(32))
    assert head_bytes(head) == f'["siaga-audit-head-1", 7, 1764000000000000, 815, 800, "{"00" * 32}"]'.encode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"bb": 1, "a": 2, "é": 3, "aaa": 4}, '{"a": 2, "bb": 1, "é": 3, "aaa": 4}'),
        ([None, True, False, "", [], {}], '[null, true, false, "", [], {}]'),
        ("\x7f\u2028/\b\f\r\t\\", '"\x7f\u2028/\\b\\f\\r\\t\\\\"'),
        ([Decimal("-0.0"), Decimal("1E+3"), Decimal("1.50"), -7], "[0.0, 1000, 1.50, -7]"),
    ],
)
def test_json_has_one_form(value: object, text: str) -> None:
    assert canonical(value) == text


def test_a_number_that_has_lost_digits_has_no_form() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical(0.1)
