# SPDX-License-Identifier: Apache-2.0
"""Labels show the markup that authors write, and nothing else is taken for it."""

from __future__ import annotations

import pytest

from ui.form.markup import words_html


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Nama", "Nama"),
        ("**Nama** lengkap", "<b>Nama</b> lengkap"),
        ("__Nama__", "<b>Nama</b>"),
        ("_lahir_ dan *hidup*", "<i>lahir</i> dan <i>hidup</i>"),
        ("no_kk_lama dan 3*4*5", "no_kk_lama dan 3*4*5"),
        ("# Judul\nIsi", "<b>Judul</b><br>Isi"),
        ("#1 dari 3", "#1 dari 3"),
        ("- satu\n- dua", "• satu<br>• dua"),
        ("-5 derajat", "-5 derajat"),
        ("a<br>b<br/>c", "a<br>b<br>c"),
        ("<b>tebal</b> <u>garis</u> H<sub>2</sub>O", "<b>tebal</b> <u>garis</u> H<sub>2</sub>O"),
        ("<h2>Judul</h2>", "<b>Judul</b>"),
        ('<span style="color:red">merah</span>', "merah"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ('<img src="file:///etc/passwd">', '&lt;img src="file:///etc/passwd"&gt;'),
        ("pengeluaran < 500 & > 100", "pengeluaran &lt; 500 &amp; &gt; 100"),
        ("[situs](https://contoh.id)", "situs (https://contoh.id)"),
        (r"\*bukan miring\*", "*bukan miring*"),
    ],
)
def test_markup_is_shown(written: str, shown: str) -> None:
    assert words_html(written) == shown
