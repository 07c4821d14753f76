"""Runs on Spark what a test asks for, in a process of its own: `python on_spark.py JOBS`, with JOBS as JSON.

Each job validates a package, and, if it names a folder, builds a release there with so many rows in a file. What comes
of it is printed as JSON, one line each. With ``kill`` (the number of a query, and a group of processes) these processes
are killed in the midst of that query.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import warnings
from typing import Any

from pyspark.sql import SparkSession

from mostanad.releases import BuildRefused
from mostanad.releases.cluster.build import build
from mostanad.releases.cluster.connection import Connection
from mostanad.releases.cluster.validate import validate

#: How long after the start of a query processes are killed: it takes longer.
_SECONDS = 0.2


def run(job: dict[str, Any]) -> dict[str, Any]:
    """What comes of a job: the report, or where the release is."""
    if "out" not in job:
        return {"report": validate(job["package"]).as_dict()}
    try:
        return {"release": build(job["package"], job["out"], rows=job["rows"])}
    except BuildRefused as refused:
        return {"report": refused.report.as_dict()}


def kill_at(number: int, group: int) -> None:
    """Kill processes in the midst of the query of this number."""
    left = [number]
    execute = Connection.execute

    def counting(self: Connection, *given: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            threading.Timer(_SECONDS, os.killpg, (group, signal.SIGKILL)).start()
        return execute(self, *given)

    Connection.execute = counting  # type: ignore[method-assign]


def main() -> None:
    warnings.simplefilter("ignore")
    spark = SparkSession.builder.getOrCreate()
    for job in json.loads(sys.argv[1]):
        if "kill" in job:
            kill_at(*job["kill"])
        print(json.dumps(run(job)), flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
