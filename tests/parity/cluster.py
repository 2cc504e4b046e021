"""Cluster (集群): a real Spark cluster on loopback, one master and two workers, on free ports."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

PATIENCE = 180
"""Seconds that a part may take to start; it takes five, and a minute on a machine that is full."""
SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.executor.memory": "600m",
    "spark.ui.enabled": "false",
    # Small files are cut for both workers, as large ones would be.
    "spark.sql.files.openCostInBytes": "1024",
    # A plan of a thousand columns is not to be written into every event.
    "spark.sql.maxPlanStringLength": "1000",
    "spark.sql.shuffle.partitions": "2",
}
SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData"
"""For every Java process: none lives long enough for the second compiler to pay (half the CPU)."""


class Cluster:
    """A master and two workers; what is started here is ended here, by its process."""

    def __init__(self, folder: Path) -> None:
        import pyspark

        self.folder, self.home = folder, Path(pyspark.__file__).parent
        self.started: list[subprocess.Popen[bytes]] = []
        self.address = ""

    def __enter__(self) -> Cluster:
        try:
            self.address = self._start("master", ["Master"], r"spark://127\.0\.0\.1:\d+")
            for name in ("one", "two"):
                work = ["--cores", "1", "--memory", "700m", "--work-dir", str(self.folder / name)]
                self._start(name, ["Worker", *work, self.address], "Successfully registered")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self.started):
            process.terminate()
        for process in self.started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def environment(self) -> dict[str, str]:
        """Return what a process needs that works on the cluster."""
        options = " ".join(f"--conf {key}={value}" for key, value in SETTINGS.items())
        return {
            "JDK_JAVA_OPTIONS": SHORT_LIVED,
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_PUBLIC_DNS": "127.0.0.1",
            "SPARK_HOME": str(self.home),
            "SPARK_DAEMON_MEMORY": "256m",
            "PYSPARK_PYTHON": sys.executable,
            "PYSPARK_SUBMIT_ARGS": f"{options} pyspark-shell",
        }

    def _start(self, name: str, arguments: list[str], sign: str) -> str:
        log = self.folder / f"{name}.log"
        kind, *more = arguments
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 (Spark's own script, our own words)
                [
                    self.home / "bin" / "spark-class",
                    f"org.apache.spark.deploy.{kind.lower()}.{kind}",
                    *("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"),
                    *more,
                ],
                env={**os.environ, **self.environment()},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self.started.append(process)
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            found = re.search(sign, log.read_text(errors="replace"))
            if found:
                return found[0]
            if process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(
            f"Spark's {name} did not start:\n{log.read_text(errors='replace')[-2000:]}"
        )
