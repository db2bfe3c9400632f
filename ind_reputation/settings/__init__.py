"""Settings: `local` for ./run, `production` for an installation, `test` for the tests; all start from `base`."""
