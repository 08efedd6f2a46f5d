# SPDX-License-Identifier: Apache-2.0
"""`python -m enumerator`: the command line without a window."""

import sys

from enumerator.cli import main

sys.exit(main())
