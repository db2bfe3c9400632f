"""The local runner behind `./run`: embedded Postgres and Valkey, web, worker and beat on one machine, tests, checks, benchmarks."""
