"""The PDF: every figure is in its text, it claims what it is, and nothing typed can change it."""

import re
import unicodedata
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from support.papers import alternatives, pages, reader, roles, text_of
from support.shift_values import CONTEXT, EXPORT, HEAD, NOTES, SINCE, busy_facts, empty_facts, ticket_line

from console.reports.pdf import report_pdf
from console.reports.shift import report_values
from resources.words import Language, say_in
from storage.model.shift_facts import CameraLine
from storage.model.shifts import LogEntry

ID, EN = Language.INDONESIAN, Language.ENGLISH
BOTH = pytest.mark.parametrize("language", [ID, EN])


@pytest.fixture(scope="module")
def facts():
    return busy_facts()


@pytest.fixture(scope="module")
def papers(facts):
    return {language: report_pdf(facts, CONTEXT, language) for language in Language}


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def squeezed(text):
    return re.sub(r"[\s\u200b]+", "", text)


@BOTH
def test_everything_that_the_report_says_is_in_its_text(facts, papers, language):
    """Each value, so each figure; only drawings' words and what stands aside (title, page pattern) are elsewhere."""
    values = report_values(facts, CONTEXT, language)
    aside = {values.pop("lang"), values.pop("page"), values["cover"].pop("seal"), *strings(values.pop("document"))}
    values["congestion"].pop("alt")
    for part in values.values():
        if isinstance(part, dict):
            part.pop("empty", None)
    for row in values["response"]["rows"]:
        row.pop("alt")
    for group in values["counts"]["groups"]:
        group.pop("empty")
    text = squeezed(" ".join(pages(papers[language])))
    assert [said for said in strings(values) if squeezed(said) not in text] == []
    assert aside


@BOTH
def test_the_figures_of_the_facts_stand_where_they_belong(facts, papers, language):
    text = text_of(papers[language])
    opened = sum(line.opened_at >= facts.since for line in facts.tickets)
    assert say_in(language, "report.summary.opened", n=opened, count=opened) in text
    for code, count in facts.by_category:
        assert f"{CONTEXT.category(code, language)} {count}" in text
    for agency, count in facts.by_agency:
        assert f"{agency} {count}" in text
    for line in facts.alarms:
        word = say_in(language, f"alarms.kind.{line.kind}")
        assert f"{word} {line.raised} {line.false} {line.ticketed} {line.shelved}" in text
    for camera in facts.cameras:
        if camera.outages:
            assert f"{camera.number} {camera.name} {camera.outages} " in text


@BOTH
def test_each_ticket_stands_with_its_times(facts, papers, language):
    text = text_of(papers[language])
    zone = CONTEXT.plan.zone
    for line in facts.tickets:
        assert line.number in text
    line = next(line for line in facts.tickets if line.closed_at is not None)
    times = (line.opened_at, line.acknowledged_at, line.dispatched_at, line.accepted_at, line.on_scene_at)
    row = " ".join(f"{at.astimezone(zone):%H:%M}" for at in (*times, line.resolved_at, line.closed_at))
    assert row in text


@BOTH
def test_every_page_of_the_list_repeats_its_head_and_every_page_has_its_number(language):
    texts = pages(report_pdf(busy_facts(tickets=90), CONTEXT, language))
    head = " ".join(say_in(language, f"report.column.{name}") for name in ("priority", "ticket", "event", "agencies"))
    with_list = [text for text in texts if "BKS-2026-" in text and head in text]
    assert len(with_list) > 3
    for number, text in enumerate(texts, start=1):
        assert say_in(language, "report.page", page=number, pages=len(texts)) in text


@BOTH
def test_the_file_claims_to_be_accessible_and_to_last(papers, language):
    paper = reader(papers[language])
    root = paper.trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part\W+1", xmp)
    assert re.search(r"pdfaid:part\W+2", xmp)
    assert re.search(r"pdfaid:conformance\W+A", xmp)
    assert root["/Lang"] == language.value
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "24 November 2026" in paper.metadata.title
    assert paper.metadata.author == CONTEXT.site_name


def test_the_structure_has_one_title_headings_and_tables_with_heads(papers):
    found = roles(papers[ID])
    assert found.count("/H1") == 1
    assert found.count("/H2") >= 10
    assert found.count("/Table") >= 6
    assert found.count("/TH") >= 20
    assert found.count("/Figure") == 2


def test_the_drawings_are_told_in_words(facts, papers):
    strips, bars = alternatives(papers[ID])
    assert "Dibuka hingga dikirim: median" in strips.replace("\u00a0", " ")
    assert bars.startswith("Diagram batang")
    assert all(f"{at.astimezone(CONTEXT.plan.zone):%H:%M}" in bars for at, _ in facts.congestion_minutes)


@BOTH
def test_a_shift_without_anything_reads_well(language):
    text = text_of(report_pdf(empty_facts(), CONTEXT, language))
    for name in ("people", "handovers", "response", "cameras", "alarms", "congestion", "log", "nuisance", "tickets"):
        assert say_in(language, f"report.empty.{name}") in text
    assert say_in(language, "report.summary.no_tickets") in text
    assert not re.search(r"nan|inf\b|none\b|null|\{|\}", text.replace("None.", ""), re.IGNORECASE)


def test_a_handover_is_told_with_both_names_its_notes_and_its_digest(papers):
    text = text_of(papers[ID])
    assert "Yang menyerahkan Yang menerima" in text or "Yang menyerahkan Budi Santoso" in text
    assert text.count("Tertanda dengan kata sandi, 24 November 2026 22:0") == 2
    assert "Diserahkan: 0 tiket terbuka, 0 alarm ditunda, 1 kamera tanpa gambar." in text
    assert NOTES in text
    assert "9f86d081 884c7d65" in text


def test_a_handover_that_is_not_signed_or_not_readable_says_so():
    (whole,) = busy_facts().handovers
    bare = replace(whole, content="{}", signatures=())
    text = text_of(report_pdf(replace(empty_facts(), handovers=(bare,)), CONTEXT, EN))
    assert text.count("not signed yet") == 2
    assert "cannot read the paper" in text


def test_one_of_each_is_told_in_the_singular():
    facts = replace(busy_facts(tickets=1), nuisance_calls=1, cameras=(CameraLine(101, "Simpang SGC", 3.0, 1),))
    text = text_of(report_pdf(facts, CONTEXT, EN))
    assert "One ticket was opened." in text
    assert "One nuisance call was noted" in text
    assert "One of 1 cameras" in text


def test_the_same_facts_give_the_same_bytes(facts, papers):
    assert report_pdf(facts, CONTEXT, ID) == papers[ID]


def test_an_hour_that_nobody_watched_is_no_free_road():
    facts = busy_facts()
    dark = facts.watched_minutes[2][0]
    hours = tuple((at, 0.0 if at == dark else minutes) for at, minutes in facts.congestion_minutes)
    seen = tuple((at, 0.0 if at == dark else 60.0) for at, _ in facts.watched_minutes)
    text = text_of(report_pdf(replace(facts, congestion_minutes=hours, watched_minutes=seen), CONTEXT, ID))
    assert "Dipantau 7 jam dari 8 jam; tanda – berarti tidak ada yang memantau" in text
    values = report_values(replace(facts, congestion_minutes=hours, watched_minutes=seen), CONTEXT, ID)
    assert [bar["value"] == "–" for bar in values["congestion"]["bars"]] == [n == 2 for n in range(8)]
    assert "Dipantau sepanjang rentang ini." in text_of(report_pdf(facts, CONTEXT, ID))
    assert "Tidak ada ruas jalan yang dipantau" in text_of(report_pdf(empty_facts(), CONTEXT, ID))


def test_a_month_is_told_by_days():
    facts = empty_facts(SINCE, SINCE + timedelta(days=31))
    hours = tuple((at, 12.0) for at, _ in facts.congestion_minutes)
    text = text_of(report_pdf(replace(facts, congestion_minutes=hours), CONTEXT, ID))
    assert "tiap hari" in text
    assert "24/11" in text


HOSTILE = {
    "markup": "*tebal* _miring_ `kode` $x^2$ <label> @acuan // komentar /* ini */ \\ ~ ' \" - -- ---",
    "code": '#panic("x") #{ 1 + 1 } #read("/etc/passwd") #import "@preview/x:1.0.0" #let a = 1; #set page(width: 1pt)',
    "json": '","cover":{"title":"palsu"},"x":"',
    "pattern": "@page @total {page} {0} %s",
    "headings": "= Judul == Bagian / istilah: arti + satu - dua",
    "arabic": "حادث مروري في الشارع الرئيسي",
    "hebrew": "תאונה בכביש הראשי",
    "vietnamese": "Tắc đường nghiêm trọng",
}


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_what_was_typed_is_shown_literally_and_is_never_code(title):
    facts = replace(
        empty_facts(),
        tickets=(ticket_line(title=title, place=title, agencies=(title,)),),
        log=(LogEntry(ticket_line().id, SINCE, "Budi", title),),
        cameras=(CameraLine(1, title, 5.0, 1),),
        by_category=((title, 1),),
        by_agency=((title, 1),),
    )
    pdf = report_pdf(facts, replace(CONTEXT, made_by=title, site_name=title, authority=title), ID)
    values = report_values(facts, CONTEXT, ID)
    assert values["tickets"]["rows"][0]["title"].replace("\u200b", "") == title
    if title.isascii():
        assert squeezed(text_of(pdf)).count(squeezed(title)) >= 5
    else:
        # Letters that join or run from right to left come out of the file in the order they are drawn.
        assert set(squeezed(title)) <= set(unicodedata.normalize("NFKC", text_of(pdf)))


def test_emoji_and_letters_that_no_font_has_are_named():
    title = "🔥🚒 kebakaran 火災 \u202eterbalik\x07"
    text = text_of(report_pdf(replace(empty_facts(), tickets=(ticket_line(title=title),)), CONTEXT, ID))
    assert "U+1F525 U+1F692 kebakaran U+706B U+707D terbalik U+0007" in text


@pytest.mark.parametrize(("piece", "times"), [("kata ", 1000), ("§", 5000), ("س", 5000), ("q\u0301", 2500)])
def test_a_title_of_5000_letters_wraps_over_the_pages(piece, times):
    title = piece * times
    facts = replace(empty_facts(), tickets=(ticket_line(title=title), ticket_line(2)))
    texts = pages(report_pdf(facts, CONTEXT, ID))
    assert len(texts) > 2
    assert "BKS-2026-000002" in texts[-1]
    assert unicodedata.normalize("NFKC", squeezed("".join(texts))).count(piece.strip()) >= times


def test_no_caller_and_no_credential_is_in_the_report():
    typed = "Bu Ani 0812-3456-7890 rtsp://admin:rahasia@10.1.1.1/1"
    facts = replace(
        empty_facts(),
        tickets=(ticket_line(title=typed, place=typed),),
        log=(LogEntry(ticket_line().id, SINCE, "Budi", typed),),
    )
    text = squeezed(text_of(report_pdf(facts, CONTEXT, ID)))
    assert "3456" not in text
    assert "rahasia" not in text


def test_each_field_of_the_facts_is_told():
    """A field that is added and not told changes nothing in the report: this finds it."""
    rich, bare = busy_facts(), empty_facts()
    unchanged = []
    for field in fields(rich):
        if field.name in ("since", "until", "read_at"):
            continue
        without = replace(rich, **{field.name: getattr(bare, field.name)})
        if report_values(without, CONTEXT, ID) == report_values(rich, CONTEXT, ID):
            unchanged.append(field.name)
    assert unchanged == []


def test_it_needs_no_font_of_the_system(papers):
    """The only fonts in the file are those that come with Siaga."""
    found = set()
    for page in reader(papers[ID]).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            found.add(re.sub(r"^/[A-Z]{6}\+", "", font.get_object()["/BaseFont"]))
    assert found
    assert all(name.startswith(("Inter", "DejaVuSans")) for name in found)


@BOTH
def test_evidence_stands_with_who_why_what_is_missing_and_how_it_is_proved(papers, language):
    text = text_of(papers[language])
    assert EXPORT.folder in text
    assert "Permintaan Polres Metro Bekasi, kecelakaan di Simpang SGC" in text
    assert "101 Simpang SGC, 104 Fly Over Tegal Gede" in text
    assert "14:31–14:44" in text
    assert squeezed(f"{EXPORT.manifest_sha256}") in squeezed(text)
    minutes = "1 mnt 15 dtk" if language is ID else "1 min 15 s"
    assert minutes in text


@BOTH
def test_the_fingerprint_of_the_station_is_printed_in_every_shift(papers, language):
    """Also before anything was handed out: what a folder of next year is checked against is on paper today."""
    quiet = replace(CONTEXT, evidence=())
    for pdf in (papers[language], report_pdf(empty_facts(), quiet, language)):
        shown = " ".join([EXPORT.key_fingerprint[:8]] * 8)
        assert f"{say_in(language, 'report.evidence.key')} {shown}" in text_of(pdf)
    none = text_of(report_pdf(empty_facts(), replace(quiet, fingerprint=""), language))
    assert say_in(language, "report.evidence.no_key") in none


@BOTH
def test_the_audits_head_is_printed_with_what_it_does_not_cover(papers, language):
    text = text_of(papers[language])
    shown = " ".join(["3e71a0c4"] * 8)
    last = {ID: "48.215", EN: "48,215"}[language]
    assert shown in text
    assert say_in(language, "audit.report.limit", last=last) in text
    assert " ".join(HEAD.fingerprint[at : at + 8] for at in range(0, 64, 8)) in text  # another station's
    own = text_of(report_pdf(empty_facts(), replace(CONTEXT, fingerprint=HEAD.fingerprint), language))
    assert say_in(language, "audit.report.mine") in own
    none = text_of(report_pdf(empty_facts(), replace(CONTEXT, head=None), language))
    assert say_in(language, "audit.report.none") in none


def test_a_folder_of_another_station_names_the_key_that_signed_it(papers):
    other = say_in(EN, "report.evidence.other_key", fingerprint=" ".join(["ab12cd34"] * 8))
    assert text_of(papers[EN]).count(other) == 1
