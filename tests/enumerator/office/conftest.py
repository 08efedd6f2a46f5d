# SPDX-License-Identifier: Apache-2.0
"""The office of a site, open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from enumerator.workspace import Workspace
from tests.site import Site, site, whole_site

__all__ = ["site", "whole_site"]


@pytest.fixture
def office(site: Site) -> Iterator[Workspace]:
    with site.open_office() as workspace:
        yield workspace
