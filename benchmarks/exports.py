"""How long the files of a report take, with how much memory, and what pages feel of it meanwhile.

Run it by `python -m benchmarks.exports [people [policies]]`: one JSON object a line. A row is one
person and one policy: a million of them unless told otherwise. Each file is written by a process of
its own, whose memory is told as its peak less what it held before it began: a portal that has done
nothing yet is what each worker is anyway. The floors copy or write the finished rows out of a table
that holds nothing else; `COPY` is measured as well of the same query that finds the rows.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import IO, Any, Final

from benchmarks.ground import ground, loading, valkey

PEOPLE, POLICIES, SCHOOLS = 20_000, 50, 200
TABLE: Final = "finished_report"
PAGES: Final = 60
CSV, XLSX, PAGE = 0.5, 1 / 3, 1.5
"""A CSV file is written at half the pace of COPY at least, a workbook in a third of the time."""


def figures(people: int = PEOPLE, policies: int = POLICIES) -> Iterator[dict[str, Any]]:
    """Yield seconds and memory of each file beside its floor, and of a page meanwhile."""
    from benchmarks import district

    with valkey(), ground():
        from tests.cast import set_up

        set_up(time_zone="America/Chicago")
        district.a_week_later(people, policies, SCHOOLS)
        _finish()
        took = {name: _in_a_process(name) for name in WAYS}
        rows = f"{took['csv']['rows']} rows"
        assert len({each["rows"] for each in took.values()}) == 1
        for name, floor, words, reach in (
            ("csv", "copied query", "COPY of the query that finds the rows", CSV),
            ("csv", "copied table", "COPY of a table of the finished rows", None),
            ("xlsx", "xlsxwriter", "xlsxwriter in constant memory from that table", XLSX),
        ):
            ours, bare = took[name]["seconds"], took[floor]["seconds"]
            ratio = bare / ours if name == "csv" else ours / bare
            yield _figure(f"{name}, {rows}, seconds", words, ours, bare, ratio, reach)
        for name, most in (("csv", 100), ("xlsx", 150)):
            grown = took[name]["peak"] - took[name]["rest"]
            words = f"at most, beside the {took[name]['rest']:.0f} MB of a portal at rest"
            yield _figure(f"{name}, {rows}, MB of memory", words, grown, most, grown / most, 1)
        rest = _p50(PAGES)
        for name in ("csv", "xlsx"):
            busy = _p50_while(name)
            words = "the same page with nothing else to do"
            figure = f"my tasks, p50, ms, while {name} is written"
            yield _figure(figure, words, busy, rest, busy / rest, PAGE)


def _figure(
    name: str, floor: str, value: float, bare: float, ratio: float, target: float | None
) -> dict[str, Any]:
    return {
        "benchmark": "exports",
        "figure": name,
        "value": round(value, 2),
        "floor": floor,
        "floor_value": round(bare, 2),
        "ratio": round(ratio, 3),
        "target": target and round(target, 3),
        "load": round(os.getloadavg()[0], 1),
    }


def _finish() -> None:
    """Keep the finished rows in a table, from which the floors take them."""
    from django.db import connection

    from district_portal.reports.columns import COLUMNS
    from district_portal.reports.showing import gathered

    with loading() as rows:
        rows.execute("GRANT CREATE ON SCHEMA public TO portal")
    with gathered(_question(), COLUMNS) as found, connection.cursor() as cursor:
        shown = f"SELECT {found.shown} FROM report_shown ORDER BY row"  # noqa: S608 – names of ours
        cursor.execute(f"CREATE TABLE {TABLE} AS {shown}")
        cursor.execute(f"VACUUM ANALYZE {TABLE}")


def _question() -> Any:
    from district_portal.district.current import today
    from district_portal.reports.asking import Question

    return Question(as_of=today())


def _ours(file_format: str) -> Callable[[IO[bytes]], int]:
    def write(out: IO[bytes]) -> int:
        from district_portal.reports.writing import write as report

        return report(_question(), file_format, out, by=None)

    return write


def _copied_table(out: IO[bytes]) -> int:
    return _copy(f"COPY {TABLE} TO STDOUT WITH (FORMAT csv)", out)


def _copied_query(out: IO[bytes]) -> int:
    from district_portal.reports.columns import COLUMNS
    from district_portal.reports.showing import statement

    sql, params = statement(_question(), COLUMNS, "1")
    return _copy(f"COPY ({sql}) TO STDOUT WITH (FORMAT csv)", out, params)


def _copy(sql: str, out: IO[bytes], params: Any = None) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.copy_expert(cursor.mogrify(sql, params).decode() if params else sql, out)
        return int(cursor.rowcount)


def _xlsxwriter(out: IO[bytes]) -> int:
    import xlsxwriter
    from django.db import connection

    book = xlsxwriter.Workbook(out, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    count = 0
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT * FROM {TABLE}")  # noqa: S608 – ours
        while lines := cursor.fetchmany(2000):
            for count, line in enumerate(lines, count + 1):  # noqa: B020 – goes on
                sheet.write_row(count, 0, line)
    book.close()
    return count


WAYS: Final[dict[str, Callable[[IO[bytes]], int]]] = {
    "copied table": _copied_table,
    "copied query": _copied_query,
    "csv": _ours("csv"),
    "xlsxwriter": _xlsxwriter,
    "xlsx": _ours("xlsx"),
}


def _process(name: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "benchmarks.exports", "--way", name]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def _in_a_process(name: str) -> dict[str, Any]:
    told, _errors = _process(name).communicate()
    found: dict[str, Any] = json.loads(told)
    return found


def write_one(name: str) -> dict[str, Any]:
    """Write one file, in a process that does nothing else; answers what it took."""
    import django

    django.setup()
    way, rest = WAYS[name], _peak()
    with TemporaryFile() as out:
        start = time.perf_counter()
        rows = way(out)
        out.flush()
        took = time.perf_counter() - start
    return {"seconds": took, "rows": rows, "rest": rest, "peak": _peak()}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _p50(times: int) -> float:
    return statistics.median(_page(times))


def _p50_while(name: str) -> float:
    """While the file is written, from its beginning to its end."""
    took: list[float] = []
    with _process(name) as process:
        time.sleep(3)
        while process.poll() is None:
            took += _page(5)
        assert process.returncode == 0
    return statistics.median(took)


def _page(times: int) -> list[float]:
    """Milliseconds of the page that most people open, each time."""
    from django.test import Client

    from accounts.models import Person

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Person.objects.order_by("-pk")[0])
    client.get("/")
    took = []
    for _time in range(times):
        start = time.perf_counter()
        answer = client.get("/")
        took.append(1000 * (time.perf_counter() - start))
        assert answer.status_code == 200, answer.status_code
    return took


if __name__ == "__main__":
    if sys.argv[1:2] == ["--way"]:
        print(json.dumps(write_one(sys.argv[2])), flush=True)
    else:
        for figure in figures(*map(int, sys.argv[1:])):
            print(json.dumps(figure, ensure_ascii=False), flush=True)
