"""Whatever the record holds, a report comes of it that says it whole."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.papers import pages, reader
from support.shift_values import CONTEXT, SINCE, busy_facts, ticket_line

from console.reports.charts import place
from console.reports.pdf import report_pdf
from console.reports.shift import report_values
from resources.words import Language
from storage.model.shift_facts import AlarmLine, CameraLine, Distribution
from storage.model.shifts import LogEntry
from storage.model.tickets import Priority, TicketState

words = st.text(max_size=60)
seconds = st.floats(min_value=0, max_value=4e6)
moments = st.none() | st.timedeltas(timedelta(days=-40), timedelta(days=40)).map(SINCE.__add__)
times = st.builds(
    Distribution,
    count=st.integers(0, 9999),
    median_s=st.none() | seconds,
    p90_s=st.none() | seconds,
    longest_s=st.none() | seconds,
    within=st.lists(st.tuples(seconds, st.integers(0, 9999)), max_size=4).map(tuple),
)
tickets = st.builds(
    ticket_line,
    st.integers(1, 99),
    title=words,
    place=words,
    category=words,
    agencies=st.lists(words, max_size=3).map(tuple),
    priority=st.sampled_from(Priority),
    state=st.sampled_from(TicketState),
    acknowledged_at=moments,
    dispatched_at=moments,
    closed_at=moments,
    reports=st.integers(0, 99),
)
counts = st.lists(st.tuples(words, st.integers(0, 9999)), max_size=4).map(tuple)
alarms = st.builds(AlarmLine, words, *(st.integers(0, 9999) for _ in range(4)))
cameras = st.builds(CameraLine, st.integers(0, 99999), words, st.floats(0, 99999), st.integers(0, 99))
entries = st.builds(LogEntry, st.uuids(), st.just(SINCE), words, words, st.none() | st.uuids())
hours = st.lists(st.floats(0, 9999), max_size=80)
facts = st.builds(
    replace,
    st.integers(0, 50).map(lambda seed: busy_facts(seed, 2)),
    tickets=st.lists(tickets, max_size=3).map(tuple),
    by_category=counts,
    by_agency=counts,
    to_take_call=times,
    to_dispatch=times,
    to_resolve=times,
    alarms=st.lists(alarms, max_size=3).map(tuple),
    cameras=st.lists(cameras, max_size=3).map(tuple),
    log=st.lists(entries, max_size=3).map(tuple),
    busiest_10_minutes=st.integers(0, 9999),
    congestion_minutes=hours.map(lambda all_: tuple((SINCE + timedelta(hours=n), m) for n, m in enumerate(all_))),
    nuisance_calls=st.integers(0, 9999),
    exercise_tickets=st.integers(0, 9999),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts, st.sampled_from(Language))
def test_a_report_comes_of_any_facts(some, language):
    pdf = report_pdf(some, CONTEXT, language)
    assert "/StructTreeRoot" in reader(pdf).trailer["/Root"]
    last = pages(pdf)[-1]
    assert str(len(reader(pdf).pages)) in last


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts)
def test_no_place_in_a_drawing_lies_outside_of_it(some):
    values = report_values(some, CONTEXT, Language.INDONESIAN)
    assert all(0 <= bar["height"] <= 1 for bar in values["congestion"]["bars"])
    for row in values["response"]["rows"]:
        assert all(0 <= at <= 1 for at in (*row["limits"], *(row["strip"] or {}).values()))
    for group in values["counts"]["groups"]:
        assert all(0 <= row["share"] <= 1 for row in group["rows"])


@given(seconds, seconds)
def test_a_longer_time_never_lies_before_a_shorter_one(one, other):
    assert place(min(one, other)) <= place(max(one, other))
