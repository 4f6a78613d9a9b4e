from video.events import CameraId
from video.playback.suspicion import Suspicion

A, B = CameraId("a"), CameraId("b")


def test_a_segment_is_suspected_once_and_passed_over_the_second_time() -> None:
    suspicion = Suspicion()
    suspicion.accuse([(A, 1), (B, 1)])
    assert (suspicion.suspects(A), suspicion.passed_over(A)) == ({1}, frozenset())
    suspicion.accuse([(A, 1)])
    assert (suspicion.suspects(A), suspicion.passed_over(A)) == (frozenset(), {1})
    assert (suspicion.suspects(B), suspicion.passed_over(B)) == ({1}, frozenset())


def test_two_sessions_in_one_segment_are_one_crash() -> None:
    suspicion = Suspicion()
    suspicion.accuse([(A, 1), (A, 1)])
    assert suspicion.passed_over(A) == frozenset()


def test_what_is_forgotten_is_tried_again() -> None:
    suspicion = Suspicion()
    suspicion.accuse([(A, 1)])
    suspicion.forget()
    assert suspicion.suspects(A) == frozenset()
