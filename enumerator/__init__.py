# SPDX-License-Identifier: Apache-2.0
"""Everything Pendata knows, without a screen: forms, journal, bundles, registry, eligibility, cards."""

__version__ = "0.1.0"
