"""Too little processor time, with a simulated cost a packet: what is given up, and nothing needlessly."""

from video.ingest.pursuit import Pursuit

STEP_S = 0.04


def watched(seconds: float, group_s: float, cost_s: float) -> Pursuit:
    """A stream at 25 a second with a key frame each `group_s`, whose packets took `cost_s` each; at `seconds`."""
    pursuit = Pursuit()
    for number in range(round(seconds / STEP_S)):
        pursuit.arrived(number % round(group_s / STEP_S) == 0, number * STEP_S)
        pursuit.took(cost_s, number * STEP_S)
    return pursuit


def test_a_stop_of_the_network_is_made_up_for_at_once_where_there_is_processor_time() -> None:
    assert watched(5.0, 2.0, 0.003).pays(45, 5.0)


def test_with_half_the_time_that_a_packet_needs_the_next_key_frame_is_waited_for() -> None:
    assert not watched(5.0, 2.0, 0.08).pays(10, 5.0)


def test_a_large_picture_is_hurried_after_only_where_its_key_frames_are_rare() -> None:
    assert not watched(22.0, 2.0, 0.025).pays(42, 22.0)
    assert watched(22.0, 20.0, 0.025).pays(42, 22.0)


def test_what_load_made_of_the_cost_is_forgotten_within_seconds_of_quiet() -> None:
    pursuit = watched(5.0, 20.0, 0.08)
    assert not pursuit.pays(25, 5.0)
    assert pursuit.pays(25 + 75, 8.0)


def test_a_stream_that_was_never_decoded_is_decoded_when_it_is_first_needed() -> None:
    pursuit = Pursuit()
    for number in range(60):
        pursuit.arrived(number == 0, number * STEP_S)
    assert pursuit.pays(60, 60 * STEP_S)
