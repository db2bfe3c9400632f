#!/usr/bin/env python
"""Django's command line; `./run manage …` calls it with the local services set."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ind_reputation.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
