"""Real engines, started for these tests: PostgreSQL, and a Spark cluster of two workers."""

from __future__ import annotations

import gc
import json
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpwright.deflection.warehouses.connect import open_backend, read_address
from helpwright.deflection.warehouses.postgres import Postgres
from helpwright.deflection.warehouses.spark import Spark

_PATIENCE = 60  # seconds
# A JVM that lives for a minute spends more on compiling well and on threads than it gains.
_SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """A cluster of its own on a socket in a private folder, owned by somebody without rights."""
    with tempfile.TemporaryDirectory(prefix="helpwright-pg-") as name:
        folder = Path(name)
        data, log = folder / "data", folder / "log"
        unprivileged = _unprivileged(folder)
        initdb = ["initdb", "-D", str(data), "-U", "helpwright", "-E", "UTF8", "--locale=C.UTF-8"]
        _run([*unprivileged, *_postgres(initdb), "--auth=trust", "--no-sync"])
        options = f"-k {folder} -h '' -c fsync=off -c timezone=America/New_York"
        start = ["pg_ctl", "-D", str(data), "-l", str(log), "-w", "-o", options, "start"]
        _run([*unprivileged, *_postgres(start)])
        try:
            yield f"postgres://helpwright@/postgres?host={folder}"
        finally:
            stop = ["pg_ctl", "-D", str(data), "-m", "immediate", "stop"]
            _run([*unprivileged, *_postgres(stop)])


@pytest.fixture(scope="session")
def postgres(postgres_address: str) -> Iterator[Postgres]:
    """An engine over that cluster."""
    with open_backend(read_address(postgres_address)) as engine:
        assert isinstance(engine, Postgres)
        yield engine


@pytest.fixture(scope="session")
def spark() -> Iterator[Spark]:
    """An engine over a master and two workers, each in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="helpwright-spark-") as name:
        folder = Path(name)
        with (
            _cluster(folder) as address,
            _environment(_driver_environment(folder)),
            open_backend(read_address(address)) as engine,
        ):
            assert isinstance(engine, Spark)
            yield engine
    with warnings.catch_warnings():
        # PySpark leaves the sockets to its JVM to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    import pyspark

    spark_class = str(Path(pyspark.__file__).parent / "bin" / "spark-class")
    port, pages, *others = (_free_port() for _ in range(4))
    environment = {
        **os.environ,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": _SHORT_LIVED,
        "SPARK_WORKER_DIR": str(folder / "work"),
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "SPARK_CONF_DIR": str(folder),
    }
    address = f"spark://127.0.0.1:{port}"
    master = ["org.apache.spark.deploy.master.Master", "--host", "127.0.0.1"]
    worker = ["org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1"]
    commands = [[*master, "--port", str(port), "--webui-port", str(pages)]]
    commands += [
        [*worker, "--memory", "700m", "--webui-port", str(other), address] for other in others
    ]
    with (folder / "log").open("wb") as log:
        running = [
            subprocess.Popen(
                [spark_class, *command], env=environment, stdout=log, stderr=subprocess.STDOUT
            )
            for command in commands
        ]
        try:
            _wait_for_workers(pages, len(others), folder / "log")
            yield address
        finally:
            for process in reversed(running):
                process.terminate()
            for process in running:
                process.wait(_PATIENCE)


def _wait_for_workers(port: int, wanted: int, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/", timeout=5) as answer:
                workers = json.load(answer)["workers"]
        except OSError:
            workers = []
        if sum(1 for worker in workers if worker["state"] == "ALIVE") == wanted:
            return
        time.sleep(0.3)
    pytest.fail(f"the Spark cluster did not start:\n{log.read_text(errors='replace')[-3000:]}")


def _driver_environment(folder: Path) -> dict[str, str]:
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "700m",
        "spark.driver.extraJavaOptions": _SHORT_LIVED,
        "spark.executor.extraJavaOptions": _SHORT_LIVED,
        "spark.executor.memory": "500m",
        "spark.executor.cores": "1",
        "spark.sql.shuffle.partitions": "2",
        "spark.default.parallelism": "2",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.showConsoleProgress": "false",
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        # For a few thousand rows, compiling and planning anew take longer than the work.
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.log.level": "ERROR",
    }
    text = "".join(f"{name} {value}\n" for name, value in settings.items())
    (folder / "spark-defaults.conf").write_text(text, encoding="utf-8")
    # In another zone than UTC nothing may change.
    return {"SPARK_CONF_DIR": str(folder), "SPARK_LOCAL_IP": "127.0.0.1", "TZ": "Asia/Tokyo"}


@contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    time.tzset()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        time.tzset()


def _postgres(command: Sequence[str]) -> list[str]:
    """A command of PostgreSQL's, which Debian keeps out of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{command[0]}"))
    path = str(found[-1]) if found else shutil.which(command[0])
    assert path, f"{command[0]} is missing: install PostgreSQL (Debian: postgresql)"
    return [path, *command[1:]]


def _unprivileged(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: hand the folder to nobody, and run as nobody."""
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    assert not done.returncode, f"{command}: {done.stdout}{done.stderr}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
