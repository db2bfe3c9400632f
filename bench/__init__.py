"""Benchmarks behind `./run bench`. A module here registers what it measures with `@benchmark`; see `registry`."""
