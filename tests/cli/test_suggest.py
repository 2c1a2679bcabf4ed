"""`helpwright suggest`: links for one ticket, for many, and no traceback for anything."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from helpwright.cli.suggest_text import question

REPO = Path(__file__).parents[2]
TODAY = "2026-11-22"
REFUND = "I bought the wrong course. How do I request a refund?"
PERMALINK = "https://help.larkfield.example/a/rf7k2d/"

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Suggest = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="session")
def agents_site(helpwright: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The agents' build of this repository's help center."""
    site = tmp_path_factory.mktemp("agents") / "site"
    done = helpwright(
        "build", "--audience", "agents", "--today", TODAY, "--site-dir", str(site), cwd=REPO
    )
    assert done.returncode == 0, done.stderr
    return site


# --- One ticket ----------------------------------------------------------------------------------


def test_an_agent_gets_title_link_and_section(suggest: Suggest) -> None:
    done = suggest(REFUND)
    assert done.returncode == 0
    first = done.stdout.decode().split("\n\n")[0].splitlines()
    assert first[0].startswith("Request a refund  (")
    assert first[1].strip().startswith(PERMALINK)
    assert first[2].strip().startswith("Section: ")


def test_markdown_is_a_list_of_links_and_nothing_else(suggest: Suggest) -> None:
    lines = suggest(REFUND, "--format", "markdown", "-n", "2").stdout.decode().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"- [Request a refund]({PERMALINK}")
    assert all(line.endswith(")") for line in lines)
    nothing = suggest("My cat needs a vet", "--format", "markdown")
    assert (nothing.stdout, nothing.returncode) == (b"", 0)
    assert nothing.stderr.decode().strip() == "No article fits this ticket."


def test_json_tells_what_a_script_needs(suggest: Suggest) -> None:
    result = json.loads(suggest("--json", REFUND).stdout)
    first = result["suggestions"][0]
    assert result["format"] == 1
    assert result["confidence"] == first["confidence"]
    assert first["confidence"] in ("high", "medium")
    assert 0.5 <= first["chance"] <= 1
    assert first["permalink"] == PERMALINK
    assert first["link"].startswith(PERMALINK)
    page = "https://help.larkfield.example/billing/request-a-refund/"
    assert first["url"] == page
    assert first["section"]["url"].startswith(page)
    assert first["section"]["url"].endswith(first["link"].removeprefix(PERMALINK))
    assert (first["kind"], first["language"], first["visibility"]) == ("article", "en", "public")
    assert first["snippet"]


def test_a_troubleshooter_has_a_permanent_link_to_its_step(suggest: Suggest) -> None:
    result = json.loads(suggest("--json", "A video lesson won't play").stdout)
    (found,) = [each for each in result["suggestions"] if each["kind"] == "troubleshooter"][:1]
    permanent = "https://help.larkfield.example/a/troubleshooter.video-wont-play/"
    assert found["permalink"] == permanent
    assert found["link"].startswith(permanent)


def test_nonsense_gets_an_honest_answer(suggest: Suggest) -> None:
    done = suggest("What will the weather be like in Paris tomorrow?")
    assert (done.returncode, done.stdout.decode().strip()) == (0, "No article fits this ticket.")
    result = json.loads(suggest("--json", "My cat needs a vet").stdout)
    assert result == {"format": 1, "confidence": "none", "suggestions": []}


def test_only_sure_suggestions_on_request(suggest: Suggest) -> None:
    result = json.loads(suggest("--json", "--confidence", "high", "refund my captions").stdout)
    assert {each["confidence"] for each in result["suggestions"]} <= {"high"}


def test_a_ticket_comes_from_a_file_or_a_pipe(suggest: Suggest, tmp_path: Path) -> None:
    expected = suggest(REFUND).stdout
    ticket = tmp_path / "ticket.txt"
    ticket.write_bytes(REFUND.encode("utf-16"))
    assert suggest("--file", str(ticket)).stdout == expected
    assert suggest(given=REFUND.encode()).stdout == expected
    assert suggest("-", given=b"\xef\xbb\xbf" + REFUND.encode()).stdout == expected
    assert suggest("--file", "-", given=REFUND.encode()).stdout == expected
    subject = suggest("--subject", "Refund", given=b"please").stdout
    assert subject.startswith(b"Request a refund")


def test_a_result_goes_into_a_file_on_request(suggest: Suggest, tmp_path: Path) -> None:
    done = suggest(REFUND, "-o", str(tmp_path / "links.md"), "--format", "markdown")
    assert done.stdout == b""
    assert (tmp_path / "links.md").read_text("utf-8").startswith("- [Request a refund](")


MAIL = """<html><head><style>p {color: red}</style></head><body>
<p>Dear team,</p><p>How do I request a <b>refund</b> for a course?</p>
<p>Kind regards,<br>Mary Miller<br>Head of certificates and captions</p>
<div class="gmail_quote">On Monday you wrote:<blockquote>Download your invoices</blockquote></div>
</body></html>"""


def test_of_a_mail_only_the_question_counts(suggest: Suggest) -> None:
    assert question("Re: AW: Refund", MAIL).subject.strip() == "Refund"
    asked = "How do I request a refund for a course?"
    assert " ".join(question("", MAIL).body.split()) == asked
    plain = "Hi Anna,\n\nWhere is my invoice?\n\n> It is on its way.\n\n-- \nJo\nRefunds Ltd"
    assert question("", plain).body.strip() == "Where is my invoice?"
    pasted = "From: Jo <jo@example.org>\nSubject: Invoice\nTo: help@example.org\n\nWhere is it?"
    assert question("", pasted) == ("Invoice", "Where is it?")
    assert question("", "See https://x.example/refund or a@b.example").body.split() == ["See", "or"]
    assert question("", "> all of it is quoted").body == "> all of it is quoted"
    assert question("", "Thanks!\nOne more: where is my invoice?").body == (
        "One more: where is my invoice?"
    )
    assert json.loads(suggest("--json", "-", given=MAIL.encode()).stdout) == json.loads(
        suggest("--json", asked).stdout
    )


# --- Who may see what ----------------------------------------------------------------------------


def test_customers_never_get_internal_articles(suggest: Suggest, agents_site: Path) -> None:
    text = "Record a goodwill refund in the back office"
    public = json.loads(suggest("--json", "-n", "50", text, site=agents_site).stdout)
    assert {each["visibility"] for each in public["suggestions"]} <= {"public"}
    assert "oodwill" not in json.dumps([each["title"] for each in public["suggestions"]])
    agents = json.loads(suggest("--json", "--audience", "agents", text, site=agents_site).stdout)
    first = agents["suggestions"][0]
    assert (first["title"], first["visibility"]) == ("Goodwill refunds", "agents")
    shown = suggest("--audience", "agents", text, site=agents_site).stdout.decode()
    assert "[for agents only]" in shown.splitlines()[0]
    pasted = suggest("--audience", "agents", "--format", "markdown", text, site=agents_site)
    assert "**[for agents only]**" in pasted.stdout.decode().splitlines()[0]


SITE = {
    "docs/a/one.md": "---\nid: one1\ntitle: Zebra crossings\n---\nHow zebras cross.\n",
    "docs/a/two.md": "---\nid: two2\ntitle: Zebra drafts\nstatus: draft\n---\nA zebra.\n",
    "docs/a/three.md": "---\nid: three3\ntitle: Zebra secrets\naudience: agents\n---\nA zebra.\n",
    "docs/a/index.md": "---\nid: index1\ntitle: Zebra zebra\n---\nAll about the zebra.\n",
    "docs/index.md": "# Zebra zebra zebra\n",
    "mkdocs.yml": "site_name: Zoo\nsite_url: https://zoo.example/help/\ntheme: helpwright\n"
    "plugins: [helpwright/articles, helpwright/search]\n",
}


@pytest.fixture
def zoo(tmp_path: Path) -> Path:
    for name, text in SITE.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_without_a_built_site_the_content_is_read(helpwright: Run, zoo: Path) -> None:
    public = json.loads(helpwright("suggest", "--json", "zebra", cwd=zoo).stdout)
    assert [each["link"] for each in public["suggestions"]] == ["https://zoo.example/help/a/one1/"]
    agents = helpwright("suggest", "--json", "--audience", "agents", "zebra", cwd=zoo)
    visibility = {each["title"]: each for each in json.loads(agents.stdout)["suggestions"]}
    assert {title: each["visibility"] for title, each in visibility.items()} == {
        "Zebra crossings": "public",
        "Zebra drafts": "draft",
        "Zebra secrets": "agents",
    }
    assert visibility["Zebra drafts"]["hidden_because"] == ["draft"]


def test_a_built_site_gives_the_same_links_as_its_content(helpwright: Run, zoo: Path) -> None:
    assert helpwright("build", cwd=zoo).returncode == 0
    content = helpwright("suggest", "--json", "zebra crossings", cwd=zoo).stdout
    built = helpwright("suggest", "--json", "--site", "site", "zebra crossings", cwd=zoo).stdout
    assert json.loads(built) == json.loads(content)
    # Some hosts do not want the file with the rules; then the pages themselves tell.
    (zoo / "site/_redirects").unlink()
    again = helpwright("suggest", "--json", "--site", "site", "zebra crossings", cwd=zoo).stdout
    assert again == built


def test_a_site_without_an_address_gets_a_warning(helpwright: Run, zoo: Path) -> None:
    config = zoo / "mkdocs.yml"
    config.write_text(config.read_text().replace("site_url: https://zoo.example/help/\n", ""))
    done = helpwright("suggest", "--format", "markdown", "zebra", cwd=zoo)
    assert done.stdout == "- [Zebra crossings](/a/one1/)\n"
    assert "[no-site-url]" in done.stderr


def test_a_theme_that_marks_nothing_is_not_trusted(helpwright: Run, zoo: Path) -> None:
    config = zoo / "mkdocs.yml"
    config.write_text(config.read_text().replace("theme: helpwright", "theme: material"))
    assert helpwright("build", "--audience", "agents", cwd=zoo).returncode == 0
    refused = helpwright("suggest", "--site", "site", "zebra", cwd=zoo)
    assert refused.returncode == 2
    assert "[unknown-audience]" in refused.stderr
    taken = helpwright("suggest", "--site", "site", "--audience", "agents", "zebra", cwd=zoo)
    assert taken.returncode == 0
    assert "/a/three3/" in taken.stdout


# --- Anything at all -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "given", "code", "said"),
    [
        ((), b"", 2, "[no-question]"),
        (("the and of",), b"", 2, "[no-question]"),
        (("-",), b"\x01\x02 \x7f", 2, "[no-question]"),
        (("-",), b"GIF89a\x00\x01", 2, "[not-text]"),
        (("--file", "missing.txt"), b"", 2, "[system-refused]"),
        (("--file", "."), b"", 2, "[system-refused]"),
        (("--batch", "missing.jsonl"), b"", 2, "[system-refused]"),
        (("--batch", "-"), b"\x89PNG\r\n\x1a\n\x00\x00", 2, "[not-text]"),
        (("--batch", "-"), b"id;name\n1;x\n", 2, "[bad-row]"),
        (("--batch", "-"), b"\x1f\x8b\x08broken", 1, "[truncated-file]"),
        (("refund", "--file", "x"), b"", 2, "TEXT"),
        (("--batch", "-", "--format", "text"), b"", 2, "JSON"),
        (("refund", "-f", "mkdocs.yml"), b"", 2, "--config"),
        (("refund", "--today", "2026-01-01"), b"", 2, "--today"),
        (("refund", "--limit", "0"), b"", 2, "limit"),
    ],
)
def test_what_cannot_be_used_is_explained(
    suggest: Suggest, arguments: tuple[str, ...], given: bytes, code: int, said: str
) -> None:
    done = suggest(*arguments, given=given)
    assert done.returncode == code
    assert said in done.stderr.decode()
    assert done.stdout == b""


def test_odd_texts_are_answered(suggest: Suggest) -> None:
    big = b"refund " + b"lorem \xff\xfe <p <<< [](( \x07 " * 50_000
    assert len(big) > 1_000_000
    assert suggest("-", given=big).returncode == 0
    assert suggest("-", given="返金 🙂 Rückerstattung refund".encode("utf-16")).returncode == 0


def test_without_scipy_one_ticket_is_answered_and_many_are_not(
    sample_site: Path, tmp_path: Path
) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        code = "import sys; sys.modules['scipy'] = None; from helpwright.cli import main; main()"
        command = [sys.executable, "-c", code, "suggest", "--site", str(sample_site), *arguments]
        return subprocess.run(command, capture_output=True, text=True, input="", cwd=tmp_path)

    assert run(REFUND).stdout.startswith("Request a refund")
    refused = run("--batch", "-")
    assert refused.returncode == 2
    assert "[missing-extra]" in refused.stderr
    assert 'pip install "helpwright[suggest]"' in refused.stderr


def test_a_folder_without_a_site_is_refused(suggest: Suggest, tmp_path: Path) -> None:
    done = suggest("refund", site=tmp_path / "nowhere")
    assert done.returncode == 2
    assert "[no-such-site]" in done.stderr.decode()
    broken = tmp_path / "site/assets/helpwright/index"
    broken.mkdir(parents=True)
    (broken.parent / "theme").mkdir()
    (broken / "meta.json").write_text("{}")
    done = suggest("refund", site=tmp_path / "site")
    assert done.returncode == 3
    assert "[search-index-unreadable]" in done.stderr.decode()
