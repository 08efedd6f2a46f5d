# SPDX-License-Identifier: Apache-2.0
"""The store, form and families that these tests share with others."""

from tests.families import english, families, form, forms, store

__all__ = ["english", "families", "form", "forms", "store"]
