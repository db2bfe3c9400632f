"""Where benchmarks register themselves, and the row that each of their measurements becomes."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import bench


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, in which variant, and the figures with their units in the name."""

    benchmark: str
    variant: str
    figures: dict[str, float]
    notes: str = ""


@dataclass(frozen=True)
class Benchmark:
    """A named function that measures and returns rows."""

    name: str
    about: str
    run: Callable[[], Iterable[Row]] = field(compare=False)


_registered: dict[str, Benchmark] = {}


def benchmark(name: str, about: str) -> Callable[[Callable[[], Iterable[Row]]], Callable[[], Iterable[Row]]]:
    """Register the decorated function under `name`."""

    def register(run: Callable[[], Iterable[Row]]) -> Callable[[], Iterable[Row]]:
        if name in _registered:
            raise ValueError(f"two benchmarks are called {name}")
        _registered[name] = Benchmark(name, about, run)
        return run

    return register


def all_benchmarks() -> dict[str, Benchmark]:
    """Import every module of this package and return what they registered, in the order of their modules' names."""
    for module in sorted(pkgutil.iter_modules(bench.__path__), key=lambda found: found.name):
        if module.name != "__main__":
            importlib.import_module(f"bench.{module.name}")
    return dict(_registered)
