"""A file is what its name says, or it is refused; also when it is damaged on purpose."""

import io
import zipfile

import pytest

from stakeholders.domain import filetypes

KIND = "application/vnd.oasis.opendocument.text"


def open_document(*, damaged):
    """The bytes of a small .odt; damaged: its packed data hold nonsense."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", KIND)
    data = bytearray(file.getvalue())
    if damaged:
        start = 30 + len("mimetype")
        data[start : start + 8] = b"\xff" * 8
    return bytes(data)


def test_a_sound_document_is_taken():
    assert filetypes.checked_kind("verslag.odt", open_document(damaged=False)).content_type == KIND


def test_a_document_with_damaged_packed_data_is_refused_and_breaks_nothing():
    with pytest.raises(filetypes.NotWhatItSays):
        filetypes.checked_kind("verslag.odt", open_document(damaged=True))
