"""What `main.py audit verify` says, and its exit code, of each kind of verdict."""

from dataclasses import replace

import pytest
from support.shift_values import HEAD

from console.commands.audit import sentences
from resources.words import Language, set_language
from storage.model.audit_check import AuditFault, Finding
from storage.service.audit_verify import AuditVerdict

ZONE = "Asia/Jakarta"
PROVEN = AuditVerdict(
    findings=(),
    count=0,
    rows=48_215,
    chains=9_001,
    erased=0,
    outside=3,
    inside=4,
    strangers=0,
    protected=HEAD,
    signer_known=True,
)


@pytest.fixture(autouse=True)
def indonesian():
    set_language(Language.INDONESIAN)
    yield
    set_language(Language.INDONESIAN)


def test_a_whole_audit_says_by_what_it_is_proved_and_what_is_not_covered():
    assert sentences(PROVEN, ZONE) == [
        "UTUH: 48.215 baris dalam 9.001 rantai; tidak ada yang berubah, hilang, atau disisipkan.",
        "Terbukti sampai baris nomor 48215 oleh segel audit 2026-11-24 22:06:00 WIB (UTC+07:00), "
        "2026-11-24T15:06:00+00:00 yang disimpan di luar dan ditandatangani kunci yang Anda sebutkan "
        "(segel yang cocok: 3).",
        "25 baris terbaru ada sesudah segel itu dan belum terlindung.",
    ]


def test_without_a_key_it_does_not_say_proved():
    told = " ".join(sentences(replace(PROVEN, signer_known=False), ZONE))
    assert "Terbukti" not in told
    assert "--key" in told


def test_without_heads_it_says_that_the_owner_can_compute_everything_anew():
    bare = replace(PROVEN, protected=None, outside=0)
    assert (bare.proven, bare.unprotected) == (False, 48_215)
    assert "--heads" in sentences(bare, ZONE)[-1]


def test_what_was_found_comes_first_and_says_what_to_do():
    found = (Finding(AuditFault.CHANGED, 12, "ticket 0001"), Finding(AuditFault.HEAD, 40))
    broken = replace(PROVEN, findings=found, count=130)
    set_language(Language.ENGLISH)
    told = sentences(broken, ZONE)
    assert told[0].startswith("NOT WHOLE: 130 findings.")
    assert told[1] == "Row 12 was changed (ticket 0001)."
    assert told[3] == "… and 128 more findings."
    assert not any("WHOLE:" in line and "NOT" not in line for line in told)


def test_erased_words_and_heads_of_strangers_are_told():
    told = sentences(replace(PROVEN, erased=2, strangers=5), ZONE)
    assert told[1].startswith("2 baris kehilangan kata-katanya")
    assert told[-1].startswith("5 segel audit ditandatangani kunci lain")
