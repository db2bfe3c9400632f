"""Rules of the registry in plain Python: kinds of files, mail and calendar files."""
