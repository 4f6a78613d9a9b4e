"""What a probe says in a few lines, and what whoever uses the camera would regret."""

import pytest
from support.small_site import DISHUB, camera, small_site

from console.nodes.probing import answer_of, check_recorder
from console.presenters.camera_probe import ProbeAnswer, Source, regrets
from console.presenters.cameras import CamerasPresenter
from console.presenters.jobs import ImmediateJobs
from video.ingest.probe import ProbeResult

GOOD = ProbeAnswer(("baik",), works=True, codec="h264", width=1280, height=720, fps=25.0, key_every_s=2.0)
SUB = ProbeAnswer(("baik",), works=True, codec="h264", width=640, height=360, fps=15.0, key_every_s=2.0)
BAD = ProbeAnswer(("putus",), works=False)


def like(answer, **values):
    return ProbeAnswer(**{name: getattr(answer, name) for name in answer.__dataclass_fields__} | values)


@pytest.mark.parametrize(
    ("main", "sub", "said"),
    [
        (GOOD, None, ""),
        (GOOD, SUB, ""),
        (BAD, None, ""),
        (like(GOOD, width=1920, height=1080), None, "1080p tanpa URL kecil"),
        (like(GOOD, width=1920, height=1080), SUB, ""),
        (like(GOOD, codec="hevc"), None, "H.265 tanpa URL kecil"),
        (like(GOOD, codec="hevc"), SUB, ""),
        (like(GOOD, key_every_s=8.0), SUB, "Gambar kunci tiap 8 detik"),
        (GOOD, like(SUB, key_every_s=5.0), "Gambar kunci tiap 5 detik"),
        (like(GOOD, fps=5.0), SUB, "Hanya 5 gambar per detik"),
        (like(GOOD, fps=9.7), SUB, ""),
        (GOOD, GOOD, "sebesar yang utama"),
    ],
)
def test_what_is_regretted_later_is_said_before_it_is_saved(main, sub, said):
    told = " ".join(regrets(main, sub))
    assert said in told
    assert bool(told) == bool(said)


def test_a_working_address_is_told_in_three_lines():
    result = ProbeResult("", "tcp", "h264", 1280, 720, 12.5, 900.4, 0.84, True, "digest", key_every_s=2.0)
    assert answer_of(result).lines == (
        "H264 1280 × 720, 12,5 gambar/detik, 900 kbit/detik",
        "Gambar pertama setelah 840 ms; gambar kunci tiap 2 detik",
        "RTSP lewat TCP; masuk dengan digest",
    )


def test_an_address_that_gives_nothing_says_what_to_do():
    answer = answer_of(ProbeResult("stream.reason.wrong_password", auth_needed=True))
    assert not answer.works
    assert answer.login_wanted
    assert len(answer.lines) == 1


class View:
    def __init__(self):
        self.probes, self.regrets, self.failed, self.agencies, self.known = {}, (), [], (), None

    def show_may_edit(self, allowed):
        self.may = allowed

    def show_agencies(self, agencies):
        self.agencies = agencies

    def show_known(self, groups, next_number):
        self.known = (groups, next_number)

    def show_saving(self, saving):
        pass

    def show_saved(self, camera):
        self.saved = camera

    def show_save_failed(self, error):
        self.failed.append(error)

    def show_probing(self, probing, *, sub):
        pass

    def show_probe(self, answer, *, sub):
        self.probes[sub] = answer

    def show_regrets(self, sentences):
        self.regrets = sentences


def made(answers):
    view, asked = View(), []

    def probe(source):
        asked.append(source)
        return answers[source.url]

    site = small_site()
    record = site.person("administrator1")
    presenter = CamerasPresenter(view, ImmediateJobs(), ImmediateJobs(), probe, check_recorder)
    presenter.begin(record, record.me())
    return view, presenter, asked, record


def test_both_addresses_are_asked_with_the_same_login_and_transport():
    view, presenter, asked, _ = made({"rtsp://m": like(GOOD, fps=5.0), "rtsp://s": SUB})
    presenter.probe(Source("rtsp://m", "u", "p", "udp"), "rtsp://s")
    assert asked == [Source("rtsp://m", "u", "p", "udp"), Source("rtsp://s", "u", "p", "udp")]
    assert set(view.probes) == {False, True}
    assert len(view.regrets) == 1


def test_a_login_that_only_the_station_can_read_is_told_as_the_reason():
    view, presenter, _, _ = made({"rtsp://m": like(BAD, login_wanted=True)})
    presenter.probe(Source("rtsp://m"), is_stored=True)
    assert "hanya dapat dibaca stasiun" in view.probes[False].lines[0]


def test_groups_and_the_next_free_number_are_offered():
    view, presenter, _, _ = made({})
    presenter.cameras_known((camera(101, group="Terminal"), camera(140), camera(102, group="Alun-alun")))
    assert view.known == (("Alun-alun", "Terminal"), 141)
    assert DISHUB in view.agencies


@pytest.mark.parametrize("url", ["rtsp://nvr/film", "http://nvr/?a={since}", "rtsp://nvr/?a={since}&b={other}"])
def test_a_recorders_address_that_cannot_be_filled_in_is_refused_at_its_field(url):
    view, presenter, _, record = made({})
    presenter.save(camera(150, replay_url=url), None, None)
    assert [error.facts["field"] for error in view.failed] == ["replay_url"]
    assert 150 not in [one.number for one in record.cameras()]
