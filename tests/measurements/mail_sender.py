"""A sender that can be killed: for every line on standard input it forks a worker that sends all that is due.

Forking after the imports makes twenty kills as cheap as one start. Prints the process id of each worker, then how it
ended.
"""

import os
import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from core.mail import send_due  # noqa: E402

for _line in sys.stdin:
    worker = os.fork()
    if worker == 0:
        send_due(at=timezone.now())
        os._exit(0)
    print(worker, flush=True)
    _pid, status = os.waitpid(worker, 0)
    print(status, flush=True)
