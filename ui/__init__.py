# SPDX-License-Identifier: Apache-2.0
"""The window. Nothing may import this package but what starts it."""
