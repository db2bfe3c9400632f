"""`python -m bench [NAME ...]`: runs benchmarks, prints a table, writes `bench-results.json` (`./run bench`)."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import django

from .registry import Row, all_benchmarks

RESULTS = Path(__file__).resolve().parent.parent / "bench-results.json"


def main(names: list[str]) -> int:
    """Run all benchmarks, or those named; return the exit status."""
    django.setup()
    known = all_benchmarks()
    if unknown := set(names) - known.keys():
        print(f"./run bench knows: {', '.join(known)}; not {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    machine = os.environ.get("BENCH_MACHINE", "")
    print(machine)
    rows: list[Row] = []
    for name in names or known:
        print(f"\n{name}: {known[name].about}", flush=True)
        for row in known[name].run():
            rows.append(row)
            print(line(row), flush=True)
    load = os.getloadavg()[0]
    RESULTS.write_text(json.dumps({"machine": machine, "load": load, "rows": [asdict(row) for row in rows]}, indent=1))
    print(f"\nWritten to {RESULTS.name}.")
    return 0


def line(row: Row) -> str:
    """Return one line of the table."""
    figures = "  ".join(f"{name} {value:>9.2f}" for name, value in row.figures.items())
    return f"  {row.variant:<14} {figures}  {row.notes}".rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
