# SPDX-License-Identifier: Apache-2.0
"""A PDF written page by page: reportlab's objects and fonts, put into the file as soon as they are
complete.

reportlab's own canvas keeps every page and picture in memory until the end. Here only the numbers and
places of the objects are kept, so ten thousand cards take no more memory than ten. The bytes depend on the
content alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import BinaryIO

from reportlab.pdfbase import pdfdoc

from enumerator.cards.typeface import FontName, typeface

MM = 72 / 25.4
"""Points in a millimetre."""
_REMEMBERED = 4096


class PdfWriter:
    """Writes one document into `out`, a binary file open for writing.

    Operators are bytes of PDF content; positions are points from the lower left.
    """

    def __init__(
        self, out: BinaryIO, *, title: str, language: str, author: str = "", subject: str = ""
    ) -> None:
        self._out = out
        self._document = pdfdoc.PDFDocument(compression=1, invariant=1, lang=language)
        info = self._document.info
        info.title, info.author, info.subject = title, author, subject
        info.creator, info.producer = "Pendata", "Pendata"
        self._document.Catalog.ViewerPreferences = pdfdoc.PDFDictionary(
            {"DisplayDocTitle": "true", "PrintScaling": pdfdoc.PDFName("None")}
        )
        self._position = 0
        self._shown: dict[tuple[str, FontName, float], bytes] = {}
        self._images: dict[bytes, str] = {}
        self._used: dict[str, bytes] = {}
        self._put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def text(
        self,
        text: str,
        font: FontName,
        size: float,
        x: float,
        y: float,
        *,
        stretch: float = 1.0,
        spacing: float = 0.0,
    ) -> bytes:
        """The operators that set `text` with its baseline starting at (x, y)."""
        before, after = b"", b""
        if stretch != 1.0:
            before, after = b" %.4g Tz" % (stretch * 100), b" 100 Tz"
        if spacing:
            before, after = before + b" %.4g Tc" % spacing, after + b" 0 Tc"
        shown = self._shown.get((text, font, size))
        if shown is None:
            shown = self._show(text, font, size)
        return b"BT%s 1 0 0 1 %.3f %.3f Tm%s%s ET" % (before, x, y, shown, after)

    def _show(self, text: str, font: FontName, size: float) -> bytes:
        face = typeface(font)
        parts = [
            b" %s %.5g Tf (%s) Tj"
            % (face.getSubsetInternalName(subset, self._document).encode(), size, _escaped(codes))
            for subset, codes in face.splitString(text, self._document)
        ]
        if len(self._shown) >= _REMEMBERED:
            self._shown.clear()
        shown = self._shown[text, font, size] = b"".join(parts)
        return shown

    def form(self, operators: bytes, box: tuple[float, float, float, float]) -> str:
        """Store operators that many pages repeat; returns the name for `use`."""
        head = b"/Type /XObject /Subtype /Form /BBox [%.3f %.3f %.3f %.3f] /Resources %s" % (
            *box,
            self._resources(),
        )
        self._used.clear()
        return self._stream(operators, head)

    def jpeg(self, data: bytes, width: int, height: int, *, grey: bool, digest: bytes) -> str:
        """Store a JPEG once for each `digest`; returns the name for `use`, which fills the unit square."""
        name = self._images.get(digest)
        if name is None:
            space = b"DeviceGray" if grey else b"DeviceRGB"
            name = self._images[digest] = self._write(_image(width, height, space, b"DCTDecode"), data)
        return name

    def pixels(self, rgb: bytes, width: int, height: int, alpha: bytes | None = None) -> str:
        """Store an RGB picture (and its alpha channel); returns the name for `use`, which fills the unit
        square.
        """
        head = _image(width, height, b"DeviceRGB", b"FlateDecode")
        if alpha is not None:
            mask = self._write(_image(width, height, b"DeviceGray", b"FlateDecode"), zlib.compress(alpha))
            head += b" /SMask " + self._reference(mask)
        return self._write(head, zlib.compress(rgb))

    def page(
        self, width: float, height: float, operators: bytes, boxes: Mapping[str, tuple[float, ...]]
    ) -> None:
        """Write a page; `boxes` are further page boxes, as TrimBox, in points."""
        contents = self._stream(operators, b"")
        page = pdfdoc.PDFPage()
        page.MediaBox = pdfdoc.PDFArray([0, 0, round(width, 3), round(height, 3)])
        for name, box in boxes.items():
            setattr(page, name, pdfdoc.PDFArray([round(edge, 3) for edge in box]))
        page.Contents = pdfdoc.PDFObjectReference(contents)
        page.Resources = _Raw(self._resources())
        name = self._document.thisPageName()
        self._document.addPage(page)
        self._format(name)
        self._used.clear()

    def close(self) -> None:
        """Write the fonts, the table of pages and the end. The document cannot grow after this."""
        document = self._document
        for font in document.delayedFonts:
            font.addObjects(document)
        document.info.invariant = 1
        document.info.digest(document.signature)
        document.Catalog.Outlines = None
        document.Reference(document.Catalog)
        document.Reference(document.info)
        number = 0
        while (number := number + 1) in document.numberToId:  # formatting an object may add more of them
            name = document.numberToId[number]
            if name not in document.idToOffset:
                self._format(name)
        table = pdfdoc.PDFCrossReferenceTable()
        table.addsection(0, [document.numberToId[n] for n in range(1, number)])
        start = self._position
        self._put(table.format(document))
        trailer = pdfdoc.PDFTrailer(
            startxref=start,
            Size=number,
            Root=document.Reference(document.Catalog),
            Info=document.Reference(document.info),
            ID=document.ID(),
        )
        self._put(trailer.format(document))

    def transparency(self, opacity: float) -> bytes:
        """The operator that makes what follows let through what lies under it."""
        name = f"Opacity{round(opacity * 100)}"
        if name not in self._document.idToObject:
            state = {"ca": round(opacity, 2), "CA": round(opacity, 2)}
            self._document.Reference(pdfdoc.PDFDictionary(state), name)
        self._used[name] = b"ExtGState"
        return b"/%s gs" % name.encode()

    def use(self, name: str) -> bytes:
        """The operator that draws a stored form or picture here."""
        self._used[name] = b"XObject"
        return b"/%s Do" % name.encode()

    def _resources(self) -> bytes:
        """What the operators since the last page or form refer to."""
        parts = [b"/Font " + self._reference(pdfdoc.BasicFonts)]
        for kind in (b"ExtGState", b"XObject"):
            names = [name for name, belongs in self._used.items() if belongs == kind]
            if names:
                entries = b" ".join(b"/%s %s" % (name.encode(), self._reference(name)) for name in names)
                parts.append(b"/%s << %s >>" % (kind, entries))
        return b"<< " + b" ".join(parts) + b" >>"

    def _reference(self, name: str) -> bytes:
        return b"%d 0 R" % self._document.idToObjectNumberAndVersion[name][0]

    def _stream(self, operators: bytes, head: bytes) -> str:
        self._document.updateSignature(operators)
        return self._write(head + b" /Filter /FlateDecode", zlib.compress(operators))

    def _write(self, head: bytes, data: bytes) -> str:
        """Put a stream into the file under a new name."""
        name = f"R{self._document.objectcounter + 1}"
        self._document.Reference(_Raw(b""), name)
        self._document.idToOffset[name] = self._position
        self._document.idToObject[name] = _WRITTEN
        number = self._document.objectcounter
        self._put(b"%d 0 obj\n<< %s /Length %d >>\nstream\n" % (number, head, len(data)))
        self._put(data)
        self._put(b"\nendstream\nendobj\n")
        return name

    def _format(self, name: str) -> None:
        document = self._document
        document.idToOffset[name] = self._position
        self._put(pdfdoc.PDFIndirectObject(name, document.idToObject[name]).format(document))
        document.idToObject[name] = _WRITTEN

    def _put(self, data: bytes) -> None:
        self._out.write(data)
        self._position += len(data)


_WRITTEN = object()


class _Raw(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object whose bytes are ready."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def format(self, _document: object) -> bytes:
        return self._data


def _image(width: int, height: int, space: bytes, coding: bytes) -> bytes:
    return (
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /%s /Filter /%s"
        % (width, height, space, coding)
    )


def _escaped(codes: bytes) -> bytes:
    return codes.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r")
