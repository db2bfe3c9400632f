"""The local runner behind `./run`: servers, web, worker and beat on one machine; tests, checks, benchmarks."""
