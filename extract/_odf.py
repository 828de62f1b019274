"""OpenDocument packages, looked at before a program with less suspicion opens them."""

from __future__ import annotations

from extract._office_kinds import encrypted
from extract._package import open_package
from extract._sheet_strings import local

MANIFEST = "META-INF/manifest.xml"
PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml")
"""What a document is made of; LibreOffice itself writes other parts that are empty."""


def refuse_unsafe(content: bytes) -> None:
    """Refuse what is encrypted, or would swell beyond measure.

    Raises:
        InputRejected: ENCRYPTED, NOT_A_DOCUMENT, ZIP_BOMB, ZIP_UNSAFE or an XML code.
    """
    package = open_package(content)
    if MANIFEST in package:
        stream = package.stream(MANIFEST)
        for entry in stream.children(stream.root):
            stream.complete(entry)
            if any(local(child) == "encryption-data" for child in entry):
                raise encrypted()
    for name in PARTS:
        if name in package:
            # to its end: a part that is damaged, nested too deep or with a document type is refused
            stream = package.stream(name)
            for element in stream.children(stream.root):
                stream.complete(element)
