"""`python -m ind_reputation.runner`: what `./run` calls once the packages are there."""

import sys

from .cli import main

sys.exit(main(sys.argv[1:]))
