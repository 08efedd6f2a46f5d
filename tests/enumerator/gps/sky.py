# SPDX-License-Identifier: Apache-2.0
"""Sentences as a receiver in Semarang sends them."""

from __future__ import annotations


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
