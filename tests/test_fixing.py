"""Safe mends: what is put right, and what is left as it was."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from guongsang.checks.fixing import FixPlan, plan_fixes
from guongsang.manuscripts.manuscript import find_manuscripts
from guongsang.manuscripts.profile import Profile
from guongsang.registry.loading import load_registry
from guongsang.registry.model import Registry
from machine import needs_links
from projects import REPOSITORY, Project, profile_text

PATH = "exemplars/2024/mot/index.md"
REGISTRY, _ = load_registry(REPOSITORY, "exemplars/_registry")
EXEMPLARS = find_manuscripts(REPOSITORY, "exemplars")


def plan(project: Project, text: str | bytes, registry: Registry = REGISTRY) -> FixPlan:
    path = project.root / PATH
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return plan_fixes(project.root, PATH, registry)


def plan_lines(project: Project, *front: str, body: str = "Bài.") -> tuple[str, ...]:
    """Return the front matter lines after the fix of a profile that has just these lines."""
    found = plan(project, "\n".join(["---", *front, "---", "", body, ""]))
    assert not found.skipped
    return tuple(found.after.split("\n")[1 : len(front) + 1])


# Each mend: what is put right, and its neighbour that stays.


def test_clean_profile_needs_no_fix(project: Project) -> None:
    found = plan(project, profile_text())
    assert (found.after, found.mends, found.skipped) == (profile_text(), (), "")


def test_byte_order_mark_is_removed(project: Project) -> None:
    found = plan(project, "\ufeff" + profile_text())
    assert found.after == profile_text()
    assert [(mend.line, mend.sentence) for mend in found.mends] == [(1, "Bỏ dấu BOM ở đầu tệp.")]


def test_mark_inside_the_text_is_not_a_byte_order_mark(project: Project) -> None:
    text = profile_text(body="Một \ufeff hai.")
    assert plan(project, text).after == text


def test_decomposed_letters_are_composed_in_front_matter_and_body(project: Project) -> None:
    found = plan(project, unicodedata.normalize("NFD", profile_text()))
    assert found.after == profile_text()
    assert len(found.mends) == 1
    assert "(NFC)" in found.mends[0].sentence


def test_composed_letters_of_any_script_stay(project: Project) -> None:
    text = profile_text(body="Tiếng Việt, Ελλάδα, русский, 日本語 và 🇻🇳.")
    assert plan(project, text).after == text


def test_decomposed_and_trailing_spaces_and_alias_on_one_line_are_all_mended(project: Project) -> None:
    line = unicodedata.normalize("NFD", 'fields: [Viễn thám, "Đất đai"]  # lĩnh vực') + "  "
    assert plan_lines(project, line) == ('fields: [vien-tham, "dat-dai"]  # lĩnh vực',)


def test_trailing_spaces_go_from_front_matter_and_blank_lines_of_the_body(project: Project) -> None:
    found = plan(project, "---  \nid: DH-2024-001 \t\n\n# ghi chú  \nname:  \n--- \n\nMột  \nhai \n   \n\t\nba  ")
    assert found.after == "---\nid: DH-2024-001\n\n# ghi chú\nname:\n---\n\nMột  \nhai \n\n\nba  "
    assert found.mends[0].sentence == "Bỏ dấu cách thừa ở cuối 7 dòng."


def test_spaces_that_belong_to_a_value_stay(project: Project) -> None:
    lines = ("internal: |", "  một  ", "    ", "  # hai  ", "sample: true")
    assert plan_lines(project, *lines) == lines
    lines = ('internal: "một\\ ', '  hai"', "sample: true")
    assert plan_lines(project, *lines) == lines


def test_spaces_around_block_text_go(project: Project) -> None:
    assert plan_lines(project, "internal: >-  ", "  một", "aliases: [a]  ") == ("aliases: [a]", "internal: >-", "  một")


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("unit: Cục Viễn thám quốc gia", "unit: cuc-vien-tham"),
        ('unit: "CUC-VIEN-THAM" # đơn vị', 'unit: "cuc-vien-tham" # đơn vị'),
        ("fields: [Đất đai, 'Viễn thám' , vien-tham]", "fields: [dat-dai, 'vien-tham' , vien-tham]"),
        ("movements: [Vì người nghèo]", "movements: [vi-nguoi-ngheo]"),
        (
            "awards: [{award: chien-sy-thi-dua-co-so, year: 2023}]",
            "awards: [{award: chien-si-thi-dua-co-so, year: 2023}]",
        ),
        ("awards: [{award: CSTĐCS}]", "awards: [{award: chien-si-thi-dua-co-so}]"),
        ('evidence: [{clause: "Chung 2"}]', 'evidence: [{clause: "chung-2"}]'),
        (
            "initiatives: [{name: A, replicated_at: [Cục Viễn thám quốc gia]}]",
            "initiatives: [{name: A, replicated_at: [cuc-vien-tham]}]",
        ),
        ("consent: {channels: [Portal]}", "consent: {channels: [portal]}"),
        ("press: {coverage: [{channel: Chuyên trang Cổng thông tin}]}", "press: {coverage: [{channel: portal}]}"),
        ("channels: {Portal: {publish: 2024-06-01}}", "channels: {portal: {publish: 2024-06-01}}"),
    ],
)
def test_other_spelling_becomes_the_id(project: Project, written: str, mended: str) -> None:
    assert plan_lines(project, written) == (mended,)


@pytest.mark.parametrize(
    "line",
    [
        "unit: khong-co-don-vi-nay",
        "unit: cuc-vien-tham",
        "fields: []",
        "name: Đất đai",
        "title: Vì người nghèo",
        "internal: {unit: Đất đai, award: CSTĐCS}",
        "unit: '---'",
        "press: {coverage: [{outlet: Portal}]}",
        "awards: [{authority: CSTĐCS}]",
    ],
)
def test_ids_unknown_words_and_plain_text_stay(project: Project, line: str) -> None:
    assert plan_lines(project, line) == (line,)


def test_lists_and_keys_in_blocks_are_mended_with_their_comments(project: Project) -> None:
    lines = (
        "fields:",
        "  - Đất đai   # một",
        '  - "Viễn thám"',
        "channels:",
        "  Portal:   # kênh",
        "    publish: 5/6/2024",
        "  'Báo Tài nguyên và Môi trường':",
        "    publish: 06/06/2024",
    )
    assert plan_lines(project, *lines) == (
        "fields:",
        "  - dat-dai   # một",
        '  - "vien-tham"',
        "channels:",
        "  portal:   # kênh",
        "    publish: 2024-06-05",
        "  'newspaper':",
        "    publish: 2024-06-06",
    )


def test_two_spellings_of_one_channel_stay_for_a_person_to_choose(project: Project) -> None:
    lines = ("channels:", "  portal: {publish: 2024-06-01}", "  Portal: {publish: 2024-06-02}")
    assert plan_lines(project, *lines) == lines


def test_spelling_that_two_entries_share_stays(project: Project) -> None:
    folder = project.root / "exemplars" / "_registry"
    fields = folder / "fields.yml"
    fields.write_text(
        fields.read_text(encoding="utf-8")
        .replace("  name: Tài nguyên nước\n", "  name: Tài nguyên nước\n  aliases: [Đất]\n")
        .replace("  name: Đất đai\n", "  name: Đất đai\n  aliases: [Đất]\n"),
        encoding="utf-8",
    )
    registry, _ = load_registry(project.root, "exemplars/_registry")
    text = profile_text().replace("[vien-tham]", "[Đất, Đất đai]")
    assert "fields: [Đất, dat-dai]\n" in plan(project, text, registry).after


def test_value_written_over_several_lines_stays(project: Project) -> None:
    lines = ("unit: >-", "  Cục Viễn thám quốc gia", "fields:", "  - Đất", "    đai", '  - "Đất', '    đai"')
    assert plan_lines(project, *lines) == lines


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("recognition: {date: 5/9/2023}", "recognition: {date: 2023-09-05}"),
        ('recognition: {date: "25-12-2023"}', 'recognition: {date: "2023-12-25"}'),
        ("photos: [{taken: 31/01/2024}]", "photos: [{taken: 2024-01-31}]"),
        ("consent: {date: 1/2/2024, expires: 29/2/2028}", "consent: {date: 2024-02-01, expires: 2028-02-29}"),
        ("channels: {portal: {publish: 05/06/2024}}", "channels: {portal: {publish: 2024-06-05}}"),
        ("channels: {portal: {publish: 05/06/2024 08:30}}", "channels: {portal: {publish: 2024-06-05 08:30}}"),
        ("follow_up: [{date: 05/06/2024}]", "follow_up: [{date: 2024-06-05}]"),
        ("press: {coverage: [{date: 05/06/2024}]}", "press: {coverage: [{date: 2024-06-05}]}"),
        (
            "corrections: [{date: 05/06/2024, text: Ngày 05/06/2024 sai.}]",
            "corrections: [{date: 2024-06-05, text: Ngày 05/06/2024 sai.}]",
        ),
    ],
)
def test_day_first_date_becomes_an_iso_date(project: Project, written: str, mended: str) -> None:
    assert plan_lines(project, written) == (mended,)


@pytest.mark.parametrize(
    "line",
    [
        "recognition: {date: 2023-09-05}",
        "recognition: {date: 31/2/2023}",
        "recognition: {date: 9/25/2023}",
        "recognition: {date: 5/9/23}",
        "recognition: {date: 5/9-2023}",
        "recognition: {date: 05/09/0223}",
        "recognition: {date: 5/9/20234}",
        "recognition: {date: 5/9/2023 08:00}",
        "channels: {portal: {publish: 5/6/2024 sáng}}",
        "recognition: {body: 5/9/2023, document: 5-9-2023}",
        "title: 5/9/2023",
        "internal: {date: 5/9/2023}",
        "khac: {date: 5/9/2023}",
        "year: 5/9/2023",
    ],
)
def test_what_is_no_real_date_or_no_date_field_stays(project: Project, line: str) -> None:
    assert plan_lines(project, line) == (line,)


def test_keys_move_as_blocks_with_the_comments_directly_above(project: Project) -> None:
    lines = (
        "# tình trạng",
        "# duyệt",
        "review:",
        "  by: B   # nơi duyệt",
        "  status: draft",
        "",
        "# nhận xét chung",
        "",
        "# tên người",
        "name: A",
        "# mã",
        "id: 'DH-2024-001'",
    )
    assert plan_lines(project, *lines) == (
        "# mã",
        "id: 'DH-2024-001'",
        "# tên người",
        "name: A",
        "# tình trạng",
        "# duyệt",
        "review:",
        "  by: B   # nơi duyệt",
        "  status: draft",
        "",
        "# nhận xét chung",
        "",
    )


def test_key_order_names_what_moves(project: Project) -> None:
    found = plan(project, "---\nreview: {status: draft}\nid: DH-2024-001\nname: A\nunit: cuc-vien-tham\n---\n")
    assert [(mend.line, mend.sentence) for mend in found.mends] == [(2, 'Đưa khóa "review" về ngay sau khóa "unit".')]


def test_key_that_the_model_does_not_know_stays_below_its_neighbour(project: Project) -> None:
    assert plan_lines(project, "name: A", "ten_khac: B", "id: C") == ("id: C", "name: A", "ten_khac: B")
    assert plan_lines(project, "ten_khac: B", "name: A") == ("ten_khac: B", "name: A")


def test_nested_order_and_front_matter_in_braces_stay(project: Project) -> None:
    lines = ("review: {by: A, status: draft}", "sample: true")
    assert plan_lines(project, *lines) == lines
    lines = ("{", "name: A,", "id: B", "}")
    assert plan_lines(project, *lines) == lines


def test_every_model_key_in_reverse_is_put_in_model_order(project: Project) -> None:
    names = list(Profile.model_fields)
    assert plan_lines(project, *(f"{name}:" for name in reversed(names))) == tuple(f"{name}:" for name in names)


# What stays byte for byte, and what is left alone.


UNTIDY = (
    "---\r\n"
    "id: DH-2024-001   # mã, 'không đổi'\r\n"
    "name: 'Nguyễn Minh Họa'\r\n"
    "kind:   individual\r\n"
    'fields: [ Viễn thám,  "dat-dai" ]   # hai\r\n'
    "\r\n"
    'recognition: {date: "5/9/2023", body: \'Hội nghị "A"\'}  \r\n'
    "---\r\n"
    "\r\n"
    "Một  \r\n"
    "hai, ngày 5/9/2023.\r\n"
)


def test_line_endings_quotes_and_comments_are_kept_byte_for_byte(project: Project) -> None:
    assert plan(project, UNTIDY).after == (
        "---\r\n"
        "id: DH-2024-001   # mã, 'không đổi'\r\n"
        "kind:   individual\r\n"
        "name: 'Nguyễn Minh Họa'\r\n"
        'fields: [ vien-tham,  "dat-dai" ]   # hai\r\n'
        "\r\n"
        'recognition: {date: "2023-09-05", body: \'Hội nghị "A"\'}\r\n'
        "---\r\n"
        "\r\n"
        "Một  \r\n"
        "hai, ngày 5/9/2023.\r\n"
    )


def test_mixed_line_endings_stay_with_their_lines(project: Project) -> None:
    found = plan(project, "---\nname: A\r\nid: B\n---\r\nMột\rhai \n")
    assert found.after == "---\nid: B\nname: A\r\n---\r\nMột\rhai \n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (profile_text().encode("utf-16"), "UTF-8"),
        ("---\nname: Nguyễn  \n---\n".encode() + b"\xe8", "tệp phải là văn bản UTF-8"),
        ("Chỉ có bài.  \n", "dòng 1"),
        ("---\nid: [  \n---\n", "phần đầu trang phải đúng cú pháp YAML"),
        ("---\nname: A  \nid: B\nname: C\n---\n", 'dòng 4, mỗi khóa chỉ viết một lần; "name" đã có ở dòng 2.'),
        ("---\nname: &a A  \nrole: *a\n---\n", "dòng 2, không dùng neo"),
        ("---\n- một  \n---\n", "khóa: giá trị"),
        ("---\nname: A\0  \n---\n", "dòng 2"),
        ("---\nn\u1eb7m: 1  \nn\u1eb7m: 2\nna\u0323\u0306m: 2\nn\u0103\u0323m: 3\n---\n", "mỗi khóa chỉ viết một lần"),
    ],
)
def test_file_that_cannot_be_read_is_left_alone_with_the_reason(
    project: Project, text: str | bytes, reason: str
) -> None:
    found = plan(project, text)
    assert found.skipped
    assert reason in found.skipped
    assert (found.before, found.mends) == (found.after, ())


@pytest.mark.parametrize(
    "text",
    [
        '---\nname: "a\n# b"\nid: C\n---\n',  # the second line of a value looks like a comment above id
        "---\nname: A\nid: B\n...\n---\n",  # the end mark belongs to the last block
        "---\nn\u1eb7m: 1\nna\u0323\u0306m: 2\n---\n",  # two keys that are one when composed
    ],
)
def test_file_that_would_say_something_else_is_left_alone(project: Project, text: str) -> None:
    found = plan(project, text)
    assert "giữ nguyên được nội dung" in found.skipped
    assert (found.before, found.after, found.mends) == (text, text, ())


@needs_links
def test_missing_file_and_link_out_of_the_project_are_left_alone(project: Project, tmp_path: Path) -> None:
    assert plan_fixes(project.root, "exemplars/2024/khong-co/index.md", REGISTRY).skipped
    outside = tmp_path / "ngoai.md"
    outside.write_text("\ufeff" + profile_text(), encoding="utf-8")
    link = project.root / PATH
    link.parent.mkdir(parents=True)
    link.symlink_to(outside)
    assert "ngoài dự án" in plan_fixes(project.root, PATH, REGISTRY).skipped
