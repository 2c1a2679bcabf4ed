"""The help center of these tests, built and served."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .desk import CHARGE, CONFIG, build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return build(tmp_path_factory.mktemp("desk") / "site", CONFIG, charge=CHARGE)


@pytest.fixture(scope="session")
def site(serve: Callable[..., str], built: tuple[Path, str]) -> str:
    return serve(built[0], "/sub/")
