"""Properties of fixes: a fix never changes what a profile says, and a second run changes nothing."""

from __future__ import annotations

import random
import re

from guongsang.checks.fixing import plan_fixes, render_diff
from guongsang.checks.fixing.values import KEYED_BY, REFERENCES
from guongsang.checks.references import check_references
from guongsang.manuscripts.document import parse_document
from guongsang.manuscripts.manuscript import load_manuscript
from projects import REPOSITORY, Project
from test_fixing import EXEMPLARS, PATH, REGISTRY, UNTIDY, plan

# All that is mended at once, and the checks that speak of it.


def test_repository_profiles_need_no_fix() -> None:
    assert len(EXEMPLARS) > 30
    assert [
        found for path in EXEMPLARS if (found := plan_fixes(REPOSITORY, path, REGISTRY)).mends or found.skipped
    ] == []


def test_mended_references_are_those_that_the_check_follows(project: Project) -> None:
    unknown = "zzqx"
    text = (
        f"---\nunit: {unknown}\nfields: [{unknown}]\nmovements: [{unknown}]\n"
        f"awards: [{{award: {unknown}}}]\ninitiatives: [{{name: A, replicated_at: [{unknown}]}}]\n"
        f"evidence: [{{clause: {unknown}}}]\nconsent: {{channels: [{unknown}]}}\n"
        f"channels: {{{unknown}: {{publish: 2024-01-01}}}}\n"
        f"press: {{coverage: [{{channel: {unknown}}}]}}\n---\n"
    )
    path = project.write("mot", text)
    manuscript, _ = load_manuscript(project.root, path.relative_to(project.root).as_posix())
    assert manuscript
    reported = [item for item in check_references(manuscript, REGISTRY) if item.details.get("value") == unknown]
    assert len(reported) == len(REFERENCES) + len(KEYED_BY) == text.count(unknown)


def test_random_whitespace_never_changes_what_a_profile_says(project: Project) -> None:
    chance = random.Random(3)
    mended = 0
    for path in EXEMPLARS:
        text = (REPOSITORY / path).read_text(encoding="utf-8")
        for _ in range(4):
            untidy = _untidy(text, chance)
            found = plan(project, untidy)
            old, problems = parse_document(PATH, untidy)
            if problems:
                assert found.skipped
                continue
            assert not found.skipped
            new, _ = parse_document(PATH, found.after)
            assert new.fields.data == old.fields.data
            assert [line.rstrip() for line in new.body.split("\n")] == [line.rstrip() for line in old.body.split("\n")]
            again = plan(project, found.after)
            assert (again.after, again.mends) == (found.after, ())
            mended += bool(found.mends)
    assert mended > len(EXEMPLARS)  # the fuzz does reach what it is for


def _untidy(text: str, chance: random.Random) -> str:
    """Return `text` with spaces, tabs and blank lines put in or taken out at random."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 30)):
        index = chance.randrange(1, len(lines))
        line = lines[index]
        kind = chance.randrange(6)
        if kind == 0:
            lines[index] = line + chance.choice([" ", "  ", "\t", " \t "])
        elif kind == 1:
            lines.insert(index, chance.choice(["", "   ", "\t"]))
        elif kind == 2:
            lines[index] = line.replace(", ", chance.choice([" ,  ", ",   "]), 1) if '"' not in line else line
        elif kind == 3:
            lines[index] = line.replace(": ", ":   ", 1) if '"' not in line else line
        elif kind == 4 and line.strip():
            cut = chance.randrange(len(line))
            lines[index] = line[:cut] + " " + line[cut:]
        else:
            lines[index] = line.rstrip()
    return chance.choice(["\n", "\r\n"]).join(lines)


def test_random_order_of_keys_comes_back_to_the_same_file(project: Project) -> None:
    chance = random.Random(5)
    for path in EXEMPLARS:
        text = (REPOSITORY / path).read_text(encoding="utf-8")
        front, body = text.split("\n---\n", 1)
        blocks = re.split(r"\n(?=[a-z_]+:)", front.removeprefix("---\n"))
        chance.shuffle(blocks)
        assert plan(project, "---\n" + "\n".join(blocks) + "\n---\n" + body).after == text


def test_second_run_changes_nothing(project: Project) -> None:
    first = plan(project, UNTIDY)
    second = plan(project, first.after)
    assert len(first.mends) == 4
    assert (second.after, second.mends) == (first.after, ())


def test_diff_names_the_file_and_shows_lines_without_endings(project: Project) -> None:
    lines = list(render_diff(plan(project, UNTIDY)))
    assert lines[:2] == [f"--- {PATH}", f"+++ {PATH}"]
    assert not [line for line in lines if line.endswith(("\r", "\n"))]
