"""Files are what their bytes say (文件类型)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.sources.core.filetype import EXTENSIONS, recognise


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (b"%PDF-1.7 ...", "合同.pdf", "application/pdf"),
        (b"%PDF-1.7 ...", "合同.PDF", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n..", "照片.png", "image/png"),
        (b"MZ\x90\x00", "合同.pdf", None),
        (b"PK\x03\x04", "a.csv", None),
        (b"PK\x03\x04", "a.exe", None),
        ("项目,金额".encode(), "a.csv", "text/csv"),
        (b"<html>", "a.html", "text/html"),
        (b"%PDF-1.7", "a.html", None),
        (b"<svg/>", "a.svg", None),
        (b"%PDF-", "noextension", None),
    ],
)
def test_bytes_and_extension_must_agree(content, name, found):
    assert recognise(content, name) == found


@given(st.binary(max_size=64), st.sampled_from([*EXTENSIONS, ".exe", ""]))
def test_never_a_type_that_is_not_listed(content, extension):
    found = recognise(content, f"文件{extension}")
    assert found is None or extension in EXTENSIONS
