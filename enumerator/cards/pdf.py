# SPDX-License-Identifier: Apache-2.0
"""A PDF written page by page: reportlab's objects and fonts, put into the file as soon as they are complete.

reportlab's own canvas keeps every page and picture in memory until the end. Here only the numbers and places of
the objects are kept, so ten thousand cards take no more memory than ten. The bytes depend on the content alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import BinaryIO

from reportlab.pdfbase import pdfdoc

from enumerator.cards.typeface import FontName, typeface

MM = 72 / 25.4
"""Points in a millimetre."""


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
        self._images: dict[bytes, str] = {}
        self._used: dict[str, pdfdoc.PDFObjectReference] = {}
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
        face = typeface(font)
        parts = [b"BT"]
        if stretch != 1.0:
            parts.append(b"%.4g Tz" % (stretch * 100))
        if spacing:
            parts.append(b"%.4g Tc" % spacing)
        parts.append(b"1 0 0 1 %.3f %.3f Tm" % (x, y))
        for subset, codes in face.splitString(text, self._document):
            name = face.getSubsetInternalName(subset, self._document).encode()
            parts.append(b"%s %.5g Tf (%s) Tj" % (name, size, _escaped(codes)))
        if stretch != 1.0:
            parts.append(b"100 Tz")
        if spacing:
            parts.append(b"0 Tc")
        parts.append(b"ET")
        return b" ".join(parts)

    def form(self, operators: bytes, box: tuple[float, float, float, float]) -> str:
        """Store operators that many pages repeat; returns the name for `use`."""
        dictionary = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("XObject"),
                "Subtype": pdfdoc.PDFName("Form"),
                "BBox": pdfdoc.PDFArray([round(edge, 3) for edge in box]),
                "Resources": self._resources(),
            }
        )
        self._used.clear()
        return self._stream(operators, dictionary)

    def jpeg(self, data: bytes, width: int, height: int, *, grey: bool, digest: bytes) -> str:
        """Store a JPEG once for each `digest`; returns the name for `use`, which fills the unit square."""
        name = self._images.get(digest)
        if name is None:
            dictionary = _image_dictionary(width, height, "DeviceGray" if grey else "DeviceRGB", "DCTDecode")
            name = self._images[digest] = self._write(pdfdoc.PDFStream(dictionary, data, ()))
        return name

    def pixels(self, rgb: bytes, width: int, height: int, alpha: bytes | None = None) -> str:
        """Store an RGB picture (and its alpha channel); returns the name for `use`, which fills the unit square."""
        dictionary = _image_dictionary(width, height, "DeviceRGB", "FlateDecode")
        if alpha is not None:
            mask = pdfdoc.PDFStream(
                _image_dictionary(width, height, "DeviceGray", "FlateDecode"), zlib.compress(alpha), ()
            )
            dictionary["SMask"] = pdfdoc.PDFObjectReference(self._write(mask))
        return self._write(pdfdoc.PDFStream(dictionary, zlib.compress(rgb), ()))

    def page(
        self, width: float, height: float, operators: bytes, boxes: Mapping[str, tuple[float, ...]]
    ) -> None:
        """Write a page; `boxes` are further page boxes, as TrimBox, in points."""
        contents = self._stream(operators, pdfdoc.PDFDictionary())
        page = pdfdoc.PDFPage()
        page.MediaBox = pdfdoc.PDFArray([0, 0, round(width, 3), round(height, 3)])
        for name, box in boxes.items():
            setattr(page, name, pdfdoc.PDFArray([round(edge, 3) for edge in box]))
        page.Contents = pdfdoc.PDFObjectReference(contents)
        page.Resources = self._resources()
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
        state = pdfdoc.PDFDictionary({"ca": round(opacity, 2), "CA": round(opacity, 2)})
        if name not in self._document.idToObject:
            self._document.Reference(state, name)
        self._used[name] = pdfdoc.PDFObjectReference(name)
        return b"/%s gs" % name.encode()

    def use(self, name: str) -> bytes:
        """The operator that draws a stored form or picture here."""
        self._used[name] = pdfdoc.PDFObjectReference(name)
        return b"/%s Do" % name.encode()

    def _resources(self) -> pdfdoc.PDFDictionary:
        resources = {"Font": pdfdoc.PDFObjectReference(pdfdoc.BasicFonts)}
        for kind, belongs in (("ExtGState", True), ("XObject", False)):
            names = {n: r for n, r in self._used.items() if n.startswith("Opacity") is belongs}
            if names:
                resources[kind] = pdfdoc.PDFDictionary(names)
        return pdfdoc.PDFDictionary(resources)

    def _stream(self, operators: bytes, dictionary: pdfdoc.PDFDictionary) -> str:
        self._document.updateSignature(operators)
        dictionary["Filter"] = pdfdoc.PDFName("FlateDecode")
        return self._write(pdfdoc.PDFStream(dictionary, zlib.compress(operators), ()))

    def _write(self, stream: pdfdoc.PDFObject) -> str:
        name = f"R{self._document.objectcounter + 1}"
        self._document.Reference(stream, name)
        self._format(name)
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


def _image_dictionary(width: int, height: int, space: str, coding: str) -> pdfdoc.PDFDictionary:
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("XObject"),
            "Subtype": pdfdoc.PDFName("Image"),
            "Width": width,
            "Height": height,
            "BitsPerComponent": 8,
            "ColorSpace": pdfdoc.PDFName(space),
            "Filter": pdfdoc.PDFName(coding),
        }
    )


def _escaped(codes: bytes) -> bytes:
    return codes.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r")
