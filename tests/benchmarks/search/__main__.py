"""Runs the same articles and queries through Helpwright and other static search engines.

python tests/benchmarks/search install    # the other engines, from npm and PyPI
python tests/benchmarks/search run        # prints Markdown tables, writes results.json
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PYTHON = HERE / ".python"
sys.path.append(str(PYTHON))

QUICK_SIZES = (100,)
SIZES = (1_000, 10_000, 100_000)


def install() -> None:
    """Put the other engines into folders beside this file; nothing else is changed."""
    subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"], cwd=HERE, check=True
    )
    requirements = ["-r", str(HERE / "requirements.txt")]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade"]
    subprocess.run([*pip, "--target", str(PYTHON), *requirements], check=True)


def main() -> None:
    """Read the command line, and do what it says."""
    parser = argparse.ArgumentParser(
        prog="search benchmark", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("command", choices=("install", "run"))
    parser.add_argument("--quick", action="store_true", help="100 articles and a few queries")
    parser.add_argument("--engines", nargs="+", help="only these, such as helpwright pagefind")
    parser.add_argument("--sizes", nargs="+", type=int, help=f"articles; default: {SIZES}")
    parser.add_argument("--only", choices=("relevance", "sizes"), help="one half of the tables")
    parser.add_argument("--work", type=Path, default=HERE / ".work", help="for sites and results")
    parser.add_argument("--page", type=Path, help='a Markdown page with a heading "Figures"')
    options = parser.parse_args()
    if options.command == "install":
        install()
        return
    if not (HERE / "node_modules").is_dir():
        parser.error("the other engines are missing; run: python tests/benchmarks/search install")
    import report
    import running

    sites = options.work / "sites"
    shutil.rmtree(sites, ignore_errors=True)
    options.work.mkdir(parents=True, exist_ok=True)
    tables = ""
    for results in running.run(
        work=options.work,
        names=options.engines,
        sizes=options.sizes or (QUICK_SIZES if options.quick else SIZES),
        only=options.only,
        quick=options.quick,
    ):
        text = json.dumps(results, indent=1) + "\n"
        (options.work / "results.json").write_text(text, encoding="utf-8")
        tables = report.render(results)
        shutil.rmtree(sites, ignore_errors=True)
    print(tables)
    if options.page:
        page = options.page.read_text(encoding="utf-8")
        options.page.write_text(report.put(tables, page), encoding="utf-8")


if __name__ == "__main__":
    main()
