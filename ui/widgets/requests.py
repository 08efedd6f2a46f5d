# SPDX-License-Identifier: Apache-2.0
"""What one page asks of another when it sends the person there by `go_requested(page, request)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class OpenInterview:
    """For the page "interview": go on with a draft, or begin one.

    `draft` is the id of an unfinished interview; without it a new one begins: of a known `household`, or of
    one nobody has visited yet when that is "". A household that was finished before is taken up again from
    its last answers. `known` is what a first interview begins with (place, name, numbers), by the property
    of a household or by address. `address` is the answer to land on, as for a returned interview. `name` is
    whose interview it is, to be said while it opens.
    """

    draft: str = ""
    household: str = ""
    known: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    name: str = ""
