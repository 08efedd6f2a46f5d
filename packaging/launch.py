# SPDX-License-Identifier: Apache-2.0
"""Where the frozen program starts."""

import sys

from ui.entry import main

if __name__ == "__main__":
    sys.exit(main())
