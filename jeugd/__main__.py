"""``python -m jeugd``."""

import sys

from jeugd.cli import main

sys.exit(main())
