"""Which frames prove a picture: pts in, words out, without a decoder."""

import pytest

from video.ingest.proof import Proof


def test_a_whole_key_frame_and_what_follows_it_prove_a_picture() -> None:
    proof = Proof()
    proof.sent(0)
    assert [proof.came(pts, corrupt=False) for pts in (0, 1, 2)] == [True, True, True]


def test_a_clean_frame_after_a_corrupt_key_frame_proves_nothing_until_a_whole_key_frame_came() -> None:
    proof = Proof()
    proof.sent(0)
    assert not proof.came(0, corrupt=True)
    assert not proof.came(1, corrupt=False)
    proof.sent(2)
    assert proof.came(2, corrupt=False)
    assert not proof.came(3, corrupt=True)
    assert proof.came(4, corrupt=False)


def test_a_key_frame_that_the_decoder_refused_takes_its_group_with_it() -> None:
    proof = Proof()
    proof.sent(0)
    assert proof.came(0, corrupt=False)
    proof.sent(10)
    proof.failed()
    assert not proof.came(11, corrupt=False)


def test_a_key_frame_that_never_came_out_takes_its_group_with_it() -> None:
    proof = Proof()
    proof.sent(0)
    assert proof.came(0, corrupt=False)
    proof.sent(10)
    assert not proof.came(11, corrupt=False)
    assert not proof.came(12, corrupt=False)


def test_frames_of_the_group_before_may_come_out_after_the_next_key_frame_went_in() -> None:
    proof = Proof()
    proof.sent(0)
    assert proof.came(0, corrupt=False)
    proof.sent(10)
    assert [proof.came(pts, corrupt=False) for pts in (8, 9, 10, 11)] == [True] * 4


def test_a_decoder_that_holds_back_many_key_frames_is_followed() -> None:
    proof = Proof()
    came = []
    for pts in range(20):
        proof.sent(pts)
        if pts >= 4:
            came.append(proof.came(pts - 4, corrupt=pts - 4 == 7))
    assert came == [pts != 7 for pts in range(16)]


@pytest.mark.parametrize("corrupt", [True, False])
def test_without_times_the_first_frame_after_a_key_frame_is_taken_for_it(corrupt: bool) -> None:
    proof = Proof()
    proof.sent(None)
    assert proof.came(None, corrupt=corrupt) is not corrupt
    assert proof.came(None, corrupt=False) is not corrupt


def test_a_decoder_that_was_emptied_begins_without_proof() -> None:
    proof = Proof()
    proof.sent(0)
    assert proof.came(0, corrupt=False)
    proof.begin()
    assert not proof.came(1, corrupt=False)
