# SPDX-License-Identifier: Apache-2.0
"""Where the frozen program starts."""

import multiprocessing
import sys

from ui.entry import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # the demo starts this program again for its laptops
    sys.exit(main())
