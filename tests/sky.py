# SPDX-License-Identifier: Apache-2.0
"""A receiver in Semarang: the sentences it sends, and the cable it sends them by."""

from __future__ import annotations

import contextlib
import os
import queue

from enumerator.gps.tracking import Seen


def sentence(body: str) -> bytes:
    """With its checksum and line end."""
    check = 0
    for sign in body:
        check ^= ord(sign)
    return f"${body}*{check:02X}\r\n".encode()


def gga(
    latitude: str = "0659.58400", longitude: str = "11025.21800", quality: int = 1, dilution: str = "1.2"
) -> bytes:
    """Where: 6°59.584' S, 110°25.218' E unless told."""
    return sentence(
        f"GNGGA,023607.00,{latitude},S,{longitude},E,{quality},08,{dilution},12.3,M,45.6,M,,"
    )


NO_FIX = sentence("GNGGA,023605.00,,,,,0,00,99.99,,,,,,")
GST = sentence("GNGST,023607.00,2.1,,,,1.5,2.0,3.1")
RMC_VOID = sentence("GNRMC,023605.00,V,,,,,,,241126,,,N,V")
RMC_VALID = sentence("GNRMC,023607.00,A,0659.58400,S,11025.21800,E,0.01,,241126,,,A,V")
GSV = sentence("GPGSV,1,1,01,05,40,083,46")


class Line:
    """A pair of pseudo-terminals: `device` is the port, this is the receiver at the far end of the cable."""

    def __init__(self) -> None:
        self.far, self._near = os.openpty()
        self.device = os.ttyname(self._near)
        self.open = True

    def say(self, *sentences: bytes) -> None:
        os.write(self.far, b"".join(sentences))

    def answer_to(self, seen: queue.Queue[Seen], *sentences: bytes) -> Seen:
        """Say it until it was heard: a port that is only being opened hears nothing."""
        for _time in range(20):
            self.say(*sentences)
            with contextlib.suppress(queue.Empty):
                return seen.get(timeout=0.2)
        raise AssertionError("nothing was heard")

    def pull_out(self) -> None:
        if self.open:
            self.open = False
            os.close(self._near)
            os.close(self.far)
