"""Names in every script: each gives a document, a file and a page, and takes nothing down."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import openpyxl
import pypdf
import pytest
from django.core.management import call_command
from django.test import Client

from obligations.exports import pdf
from obligations.exports.pdf import NotTypeset, report_pdf
from obligations.models import Platform, Release
from tests import factories
from tests.integration.exports.test_reports import report_of

pytestmark = pytest.mark.django_db

DRAWN = {
    "Arabic": "منتدى شَكْرَة",
    "Armenian": "Հայերեն",
    "Bengali": "বাংলা ফোরাম ক্ষ",
    "Burmese": "မြန်မာ ဖိုရမ်",
    "Canadian": "ᐃᓄᒃᑎᑐᑦ",
    "Cherokee": "ᏣᎳᎩ",
    "Chinese": "論語 汉字 𠮷",
    "Cyrillic": "Форум Ђ",
    "Devanagari": "क्षत्रिय ज्ञान श्री",
    "emoji": "👨‍👩‍👧 👍🏽 🚂",
    "Ethiopic": "አማርኛ",
    "flags": "🇬🇧 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "Georgian": "ქართული",
    "Gujarati": "ગુજરાતી",
    "Hebrew": "פּוֹרוּם",
    "Japanese": "カタ かな 漢字",
    "Kannada": "ಕನ್ನಡ",
    "keycap": "1️⃣ First",
    "Khmer": "វេទិកា ខ្មែរ",
    "Korean": "한국어 포럼",
    "Lao": "ລາວ",
    "Malayalam": "മലയാളം",
    "marks": "Z͑ͫ̓ḁ̴̡lg̖̗o",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ",
    "N'Ko": "ߒߞߏ",
    "Oriya": "ଓଡ଼ିଆ",
    "Punjabi": "ਪੰਜਾਬੀ",
    "right to left": "a\u202ebc\u202cd \u2067שם\u2069",
    "Sinhala": "සිංහල සංසදය ශ්‍රී",
    "Syriac": "ܣܘܪܝܝܐ",
    "Tamil": "தமிழ் மன்றம்",
    "Telugu": "తెలుగు వేదిక",
    "Thaana": "ދިވެހި",
    "Thai": "เว็บบอร์ด",
    "Tifinagh": "ⵜⵉⴼⵉⵏⴰⵖ",
    "Vietnamese": "Diễn đàn Tiếng Việt",
}
BOXED = {
    "byte order mark": "\ufeffFirst",
    "dead scripts": "𒀀 𓀀 𐌰",
    "noncharacter": "A\ufffe\U0010ffff",
    "private use": "A \U000f0000",
    "Tibetan": "བོད་ཡིག",
    "unassigned": "A\u0378 \U0003fffd",
}
PANICS = {  # These ended the process of whoever let typst set them in the fonts of the machine.
    "Arabic and Hebrew marks": (
        "\u05ad\u06f0\u075f\u059a\u06c2\u0688\u060d\u06a5\u031f\u08e4\u06ef\u035e\u08df"
        "\u062e\u06cf\u059a\u0753\u0362\u0658\u06a5\u0634\u06dc\u08d2\u0318\u06db\u0330 "
        "\u065f\u0337\u0766\u05ab\u031f\u05b3\u0306\u06d9\u08f8\u033c\u065c\u036d\u06b6"
        "\u0676\u08f6\u08e1\u06c5\u06ac\u0611\u0660\u0613\u0652\u0691\u08d9\u08a5\u0309"
        "\u060f\u08f9\u0346\u05c4\u0334\u065a\u05aa\u0675\u08da\u064d\u0599"
    ),
    "marks over marks": (
        "\u08dc\u08f0\u06da\u036b\u08a9\u0692\u08ea\u0656 \u08e0\u065e\u0759\u08d7\u065a"
        "\u06d7\u05a5\u0341\u064b\u06e3\u0663\u08f2\u06a1\u032c\u031c\u033f\u08ba\u08df"
        "\u06b7\u05bb\u06f6\u068a\u0599\u08e7\u0699\u0681\u0314\u08d3\u08fe\u05bb\u068b"
        "\u035d\u0592\u0663\u0302\u05a9\u0338\u08c9\u08ca\u08c8\u08ff\u05b1\u0639\u034f"
        "\u06a3\u0353\u0658\u0334\u0368\u0356\u08f7\u0692\u05af\u08e4\u036e\u0630\u0659"
        "\u064b\u0773\u0330\u05b9\u033e\u06d9\u08d3"
    ),
}
NAMES = {**DRAWN, **BOXED, **PANICS}


def by_script(names: dict[str, str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("name", names.values(), ids=names.keys())


def named(name: str) -> Platform:
    return factories.make_platform(factories.make_provider(name), name)


def last_words(made: bytes) -> str:
    return " ".join(pypdf.PdfReader(io.BytesIO(made)).pages[-1].extract_text().split())


def asked_for(client: Client, name: str) -> bytes:
    """The PDF that a member gets of a service of this name."""
    platform = named(name)
    client.force_login(factories.make_member(platform.provider))
    answer = client.get(f"/services/{platform.slug}/report/?format=pdf")
    assert answer.status_code == 200
    return answer.content


def title_of(made: bytes) -> str:
    metadata = pypdf.PdfReader(io.BytesIO(made)).metadata
    assert metadata is not None
    return (metadata.title or "").removeprefix("Online Safety Act obligations of ")


@by_script(DRAWN)
def test_scripts_are_drawn_as_they_are(law: Release, client: Client, name: str) -> None:
    made = asked_for(client, name)
    assert title_of(made) == name
    assert "could not be drawn" not in last_words(made)


@by_script(BOXED)
def test_scripts_that_no_font_has_are_boxed_and_said(
    law: Release, client: Client, name: str
) -> None:
    made = asked_for(client, name)
    assert "□" in title_of(made)
    said = last_words(made)
    assert "Some characters could not be drawn" in said
    lost = next(one for one in name if ord(one) > 0x2FF)
    assert f"U+{ord(lost):04X}" in said


@by_script(PANICS)
def test_scripts_that_made_the_typesetter_panic(law: Release, client: Client, name: str) -> None:
    assert len(title_of(asked_for(client, name))) == len(name)


@by_script({key: NAMES[key] for key in ("Arabic", "Tibetan", "byte order mark", "noncharacter")})
def test_scripts_pass_through_the_command_and_every_format(
    law: Release, client: Client, tmp_path: Path, name: str
) -> None:
    platform = named(name)
    out = tmp_path / "report.pdf"
    call_command("report", "obligations", platform.slug, "--out", str(out), stdout=io.StringIO())
    assert out.read_bytes().startswith(b"%PDF")
    client.force_login(factories.make_member(platform.provider))
    url = f"/services/{platform.slug}/report/"
    assert json.loads(client.get(f"{url}?format=json").content)["service"] == platform.name
    rows = csv.reader(io.StringIO(b"".join(client.get(f"{url}?format=csv")).decode()))
    assert len(list(rows)) > 10
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"{url}?format=xlsx"))))
    assert "Rows" in book.sheetnames


def test_scripts_stand_on_every_page_and_in_every_list(law: Release, client: Client) -> None:
    provider = factories.make_provider("".join(NAMES.values())[:100])
    slugs = [factories.make_platform(provider, name).slug for name in NAMES.values()]
    client.force_login(factories.make_member(provider))
    for page in ("/dashboard/", "/services/", "/tasks/", "/dates/"):
        assert client.get(page).status_code == 200, page
        for wanted in ("csv", "xlsx", "json"):
            if page != "/dashboard/":
                assert b"".join(client.get(f"{page}?format={wanted}"))
    for slug in slugs[::6]:
        assert client.get(f"/services/{slug}/").status_code == 200
        assert client.get(f"/services/{slug}/report/").status_code == 200


def test_scripts_that_kill_the_typesetter_are_boxed_by_a_second_one(
    law: Release, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mortal = tmp_path / "mortal.py"
    mortal.write_text(
        "import io, json, os, runpy, sys\n"
        "told = sys.stdin.buffer.read()\n"
        "if not json.loads(told)['plain']:\n"
        "    os.abort()\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO(told))\n"
        f"runpy.run_path({str(pdf.TYPESETTER)!r}, run_name='__main__')\n"
    )
    monkeypatch.setattr(pdf, "TYPESETTER", mortal)
    made = report_pdf(report_of(named("Ü 論 Trams")))
    assert title_of(made) == "Ü □ Trams"
    assert "U+8AD6" in last_words(made)


def test_scripts_of_a_typesetter_that_hangs_leave_words_and_no_process(
    law: Release, client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hanging = tmp_path / "hanging.py"
    pid = tmp_path / "pid"
    hanging.write_text(
        "import os, pathlib, time\n"
        f"pathlib.Path({str(pid)!r}).write_text(str(os.getpid()))\n"
        "time.sleep(600)\n"
    )
    monkeypatch.setattr(pdf, "TYPESETTER", hanging)
    monkeypatch.setattr(pdf, "PATIENCE", 1)
    platform = named("Trams")
    with pytest.raises(NotTypeset):
        report_pdf(report_of(platform))
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)
    client.force_login(factories.make_member(platform.provider))
    answer = client.get(f"/services/{platform.slug}/report/?format=pdf")
    assert answer.status_code == 503
    assert "The PDF could not be made" in answer.content.decode()


def test_scripts_cannot_take_more_memory_than_the_typesetter_has(law: Release) -> None:
    """A document far too long ends its own process; the next is made as ever."""
    report = report_of(named("Trams"))
    job = {
        "templates": str(pdf.TEMPLATES), "template": "obligations.typ", "fonts": [],
        "report": {**report.to_dict(), "known_words": "", "grounds": ["a word " * 500_000] * 200},
        "made": "2026-11-21T00:00:00+00:00", "plain": False,
    }  # fmt: skip
    assert pdf._typeset(job) is None
    assert report_pdf(report).startswith(b"%PDF")
