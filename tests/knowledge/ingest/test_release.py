"""Releases: whole or not there, switched under readers without a gap, and switched back."""

import shutil
import threading
import time

import pytest

from knowledge.ingest.release import KEPT, Inputs, ReleaseError

INPUTS = Inputs(corpus="c", model="m", dimension=3, code_version="1")


def publish(releases, text="文"):
    with releases.changing():
        return releases.publish(INPUTS, ("2020",), 1, lambda folder: (folder / "a.txt").write_text(text))


def test_there_is_no_release_before_the_first(releases):
    assert releases.current() is None
    assert releases.current_folder() is None
    assert releases.all() == []
    with pytest.raises(ReleaseError, match="没有更早的发布"):
        releases.rollback()


def test_a_release_is_current_once_it_is_published(releases):
    manifest = publish(releases)
    assert releases.current() == manifest
    assert (releases.current_folder() / "a.txt").read_text() == "文"
    assert (
        manifest.inputs == INPUTS and manifest.editions == ("2020",) and manifest.created.endswith("+00:00")
    )


def test_a_release_that_fails_leaves_nothing(releases, tmp_path):
    before = publish(releases)

    def fail(folder):
        (folder / "half").write_text("x")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError), releases.changing():
        releases.publish(INPUTS, ("2020",), 1, fail)
    assert releases.all() == [before] == [releases.current()]
    assert [each.name for each in (tmp_path / "index/releases").iterdir()] == [before.id]


def test_what_a_killed_build_left_is_cleared_away(releases, tmp_path):
    publish(releases)
    left = tmp_path / "index/releases/.partial-x"
    left.mkdir()
    assert len(releases.all()) == 1
    publish(releases)
    assert not left.exists()


def test_rollback_and_switch(releases):
    first, second, third = publish(releases), publish(releases), publish(releases)
    assert releases.rollback() == second == releases.current()
    assert releases.rollback() == first == releases.current()
    with pytest.raises(ReleaseError, match="没有更早的发布"):
        releases.rollback()
    releases.switch(third.id)
    assert releases.current() == third


@pytest.mark.parametrize("identity", ["nowhere", "", ".", "..", "../releases", "a/b"])
def test_an_unknown_release_is_refused(releases, identity):
    manifest = publish(releases)
    with pytest.raises(ReleaseError, match="没有发布"):
        releases.switch(identity)
    assert releases.current() == manifest


def test_old_releases_go_but_not_the_one_before_the_current(releases):
    first = publish(releases)
    for _ in range(KEPT + 1):
        publish(releases)
    assert len(releases.all()) == KEPT
    assert first not in releases.all()
    oldest = releases.all()[0]
    releases.switch(oldest.id)
    publish(releases)
    assert oldest in releases.all()  # what was current until now can be switched back to
    assert len(releases.all()) == KEPT + 1


def test_a_damaged_release_is_named(releases):
    manifest = publish(releases)
    (releases.current_folder() / "manifest.json").write_text("{")
    with pytest.raises(ReleaseError, match=f"{manifest.id} 不完整"):
        releases.current()


def test_a_link_to_a_release_that_someone_removed_leads_nowhere(releases):
    publish(releases)
    shutil.rmtree(releases.current_folder())
    assert releases.current_folder() is None


def test_readers_never_find_a_gap_while_releases_are_switched(releases):
    publish(releases, "0")
    done = threading.Event()
    seen, failures = set(), []

    def read():
        while not done.is_set():
            try:
                folder = releases.current_folder()
                seen.add((folder.name, (folder / "a.txt").read_text(), releases.current().passages))
            except Exception as failure:
                failures.append(failure)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        identities = [publish(releases, str(nth)).id for nth in range(1, KEPT)]
        deadline = time.monotonic() + 10
        nth = 0
        while nth < 300 or (len(seen) < len(identities) and time.monotonic() < deadline):
            releases.switch(identities[nth % len(identities)])
            nth += 1
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert failures == []
    assert len({name for name, _, _ in seen}) == len(seen) > 1  # each release had one content


def test_builders_wait_for_each_other(releases):
    order = []

    def second():
        with releases.changing():
            order.append("second")

    with releases.changing():
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.1)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]
