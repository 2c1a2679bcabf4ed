from pathlib import Path

import pytest

from helpwright.publication import standing
from helpwright.publication.staging import stage_for
from helpwright.publication.standing import Standing

PAGES = {"index.html": b"home", "a/index.html": b"a", "a/b/index.html": b"b", "style.css": b"s"}


def put(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"/"
        for path in folder.rglob("*")
    }


def publish(
    site: Path, made: dict[str, bytes], *, is_same: bool = True, written: tuple[str, ...] = ()
) -> tuple[bool, list[str]]:
    """Build these files: those of `written` go to the stage whatever the site has."""
    doubts: list[str] = []
    known = Standing(site, lambda: is_same, lambda: doubts.append("doubt"), last="list.json")
    stage = stage_for(site)
    for name, data in made.items():
        if name in written or not known.keeps(name, data):
            put(stage.folder, {name: data})
    return known.publish(stage), doubts


@pytest.fixture
def site(tmp_path: Path) -> Path:
    put(tmp_path / "site", PAGES)
    return tmp_path / "site"


def test_only_what_changed_is_replaced_and_what_nobody_made_goes(site: Path) -> None:
    before = [(site / name).stat().st_ino for name in ("a/index.html", "style.css")]
    made = {name: data for name, data in PAGES.items() if name != "a/b/index.html"}
    made |= {"index.html": b"new home", "c/index.html": b"c"}
    done, doubts = publish(site, made, written=("style.css",))
    assert done
    assert doubts == ["doubt"]
    assert tree(site) == {**made, "a": b"/", "c": b"/"}
    assert before == [(site / name).stat().st_ino for name in ("a/index.html", "style.css")]
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_site_that_comes_out_as_it_is_is_left_alone(site: Path) -> None:
    before = {path: path.stat().st_ino for path in site.rglob("*")}
    done, doubts = publish(site, PAGES, written=tuple(PAGES))
    assert done
    assert not doubts
    assert before == {path: path.stat().st_ino for path in site.rglob("*")}


def test_many_changes_come_in_one_step_with_what_stays(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "MOST", 1)
    folder = site.stat().st_ino
    made = {**PAGES, "index.html": b"new", "a/index.html": b"new a"}
    done, doubts = publish(site, made)
    assert done
    assert not doubts
    assert site.stat().st_ino != folder
    assert {name: data for name, data in tree(site).items() if data != b"/"} == made


def test_a_folder_may_come_into_the_place_of_a_file_and_the_other_way_round(site: Path) -> None:
    made = {"index.html": b"home", "a": b"a file", "style.css/x": b"a folder"}
    done, _ = publish(site, made)
    assert done
    assert tree(site) == {**made, "style.css": b"/"}


def test_a_site_that_another_build_put_there_stays(site: Path) -> None:
    done, doubts = publish(site, {**PAGES, "index.html": b"new"}, is_same=False)
    assert not done
    assert not doubts
    assert (site / "index.html").read_bytes() == b"home"
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_the_last_file_goes_in_last_and_changed_ones_after_new_ones(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(site, {"x/list.json": b"old"})
    moved: list[str] = []
    replace = Path.replace

    def watched(path: Path, target: Path) -> Path:
        moved.append(Path(target).relative_to(site).as_posix())
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", watched)
    publish(site, {**PAGES, "index.html": b"n", "x/list.json": b"new", "x/z.bin": b"z"})
    assert moved == ["x/z.bin", "index.html", "x/list.json"]


def test_a_link_in_the_site_is_no_file_of_the_same_bytes(site: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"s")
    (site / "style.css").unlink()
    (site / "style.css").symlink_to(tmp_path / "elsewhere")
    done, _ = publish(site, PAGES, written=("style.css",))
    assert done
    assert not (site / "style.css").is_symlink()
    assert (site / "style.css").read_bytes() == b"s"
