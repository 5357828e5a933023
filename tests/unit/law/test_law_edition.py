"""Reading an edition: folders, ZIPs, and faults that an editor can mend."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from obligations.law.edition import digest, read
from obligations.law.faults import LawError
from tests.laws import FROZEN


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """A copy of the invented law, to be broken."""
    return Path(shutil.copytree(FROZEN, tmp_path / "law"))


def edit(edition: Path, name: str, old: str, new: str) -> None:
    path = edition / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(edition: Path) -> list[str]:
    with pytest.raises(LawError) as raised:
        read(edition)
    return [str(fault) for fault in raised.value.faults]


PART_5 = "duties/part-5.yaml"


def test_zip_reads_as_its_folder(tmp_path, frozen):
    archive = shutil.make_archive(str(tmp_path / "law"), "zip", FROZEN)
    found = read(Path(archive))
    assert found.payload == frozen
    assert found.sha256 == digest(frozen)


def test_hash_does_not_depend_on_how_the_files_are_split(edition, frozen):
    parts = edition / "duties" / "part-5.yaml"
    (edition / "duties" / "part-5a.yaml").write_bytes(parts.read_bytes())
    parts.unlink()
    assert read(edition).sha256 == digest(frozen)


def test_unknown_key_names_the_nearest(edition):
    edit(edition, PART_5, "  strength: must", "  strenght: must")
    assert faults_of(edition) == [
        f"{PART_5}: ta-s81-2: strenght: unknown key; did you mean 'strength'?",
        f"{PART_5}: ta-s81-2: strength: is missing",
    ]


def test_unknown_key_of_a_file_names_the_nearest(edition):
    edit(edition, PART_5, "\nrequirements:", "\nrequirement:")
    assert faults_of(edition)[0] == (
        f"{PART_5}: requirement: unknown key; did you mean 'requirements'?"
    )


def test_impossible_day_is_named(edition):
    edit(edition, PART_5, "from: 2025-01-17", "from: 2025-02-30")
    assert faults_of(edition) == [
        f"{PART_5}: ta-s81-2: versions[0].from: 2025-02-30 is not in the calendar"
    ]


@pytest.mark.parametrize("value", ["0b_", "!!int abc", "!!timestamp 2025-02-30", "9" * 5_000])
def test_value_that_yaml_cannot_make_is_a_fault_of_its_file(edition, value):
    edit(edition, PART_5, "from: 2025-01-17", f"from: {value}")
    (fault,) = faults_of(edition)
    assert fault.startswith(f"{PART_5}: not readable YAML")


def test_half_a_day_is_refused(edition):
    edit(edition, PART_5, "from: 2025-01-17", "from: 2025-01")
    assert faults_of(edition) == [
        f"{PART_5}: ta-s81-2: versions[0].from: '2025-01' is not a day; write it as YYYY-MM-DD"
    ]


def test_value_outside_a_choice_says_what_is_allowed(edition):
    edit(edition, PART_5, "  side: platform", "  side: servise")
    (fault,) = faults_of(edition)
    assert fault.startswith(f"{PART_5}: ta-s81-2: side: 'servise' is not one of 'u2u', 'search'")


def test_malformed_and_dangling_are_told_together(edition):
    edit(edition, PART_5, "from: 2025-01-17", "from: 2025-02-30")
    edit(edition, "measures/tm.yaml", "{fact: large, is: true}", "{fact: larg, is: true}")
    faults = faults_of(edition)
    assert len(faults) == 2
    assert "2025-02-30" in faults[0]
    assert faults[1].endswith("no fact is called 'larg'; did you mean 'large'?")


def test_reference_to_a_malformed_record_is_not_called_dangling(edition):
    edit(edition, "duties/part-3.yaml", "  theme: risk-assessment\n", "")
    assert faults_of(edition) == ["duties/part-3.yaml: ta-s9-2: theme: is missing"]


def test_key_that_stands_twice_is_refused(edition):
    edit(edition, PART_5, "  gate: part5_scope", "  gate: part5_scope\n  gate: none")
    assert "the key 'gate' stands twice" in faults_of(edition)[0]


def test_broken_yaml_names_file_and_line(edition):
    edit(edition, PART_5, "  gate: part5_scope", "  gate: [part5_scope")
    (fault,) = faults_of(edition)  # and nothing of what only follows from it
    assert fault.startswith(f"{PART_5}: line ")


def test_section_in_two_files_is_refused(edition):
    (edition / "release-2.yaml").write_bytes((edition / "release.yaml").read_bytes())
    assert "stands in release-2.yaml as well" in faults_of(edition)[0]


def test_missing_section_is_named(edition):
    (edition / "gates.yaml").unlink()
    assert faults_of(edition) == ["gates: is missing"]


def test_same_id_in_two_files_names_both(edition):
    shutil.copy(edition / PART_5, edition / "duties" / "part-5b.yaml")
    again = f"stands twice, also in {PART_5}"
    assert faults_of(edition) == [
        f"duties/part-5b.yaml: ta-s81-2: id: 'ta-s81-2' {again}",
        f"duties/part-5b.yaml: ta-s81-2: ref: 'TA 2000 s 81(2)' {again}",
    ]


def test_folder_without_law_is_refused(tmp_path):
    assert faults_of(tmp_path) == [f"{tmp_path}: holds no .yaml file"]


def test_missing_path_is_refused(tmp_path):
    with pytest.raises(LawError, match="does not exist"):
        read(tmp_path / "nowhere")


def test_file_that_is_no_zip_is_refused(tmp_path):
    path = tmp_path / "law.zip"
    path.write_text("not a zip")
    with pytest.raises(LawError, match="neither a folder of YAML files nor a ZIP"):
        read(path)


def test_zip_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("obligations.law.files.MAX_BYTES", 1000)
    path = tmp_path / "law.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.yaml", "x" * 2000)
    with pytest.raises(LawError, match="unpacks to more than"):
        read(path)


def test_text_that_is_not_utf8_is_refused(edition):
    (edition / "release.yaml").write_bytes(b"release: \xff\xfe")
    with pytest.raises(LawError, match=r"release.yaml: is not UTF-8 text"):
        read(edition)
