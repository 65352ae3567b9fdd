"""An edition: the whole repository read and checked, and the site that may be shown as of a moment.

The one road from files to `Site`. The command line and the engine's adapter both walk it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from guongsang.checks import check_across, check_manuscript
from guongsang.criteria import assess
from guongsang.errors import ProjectError
from guongsang.gate import REASONS, Decision, decide
from guongsang.manuscript import Manuscript, find_manuscripts, load_manuscript
from guongsang.problems import Problem, sort_problems
from guongsang.published import Notice, PublishedProfile, publish
from guongsang.registry import Registry, load_registry
from guongsang.site import Site, sort_newest

EXEMPLARS = "exemplars"
REGISTRY = "exemplars/_registry"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Edition:
    """Every profile read and checked as of a moment, published or not. For checks and staff, not for outputs."""

    root: Path
    as_of: datetime
    registry: Registry
    manuscripts: tuple[Manuscript, ...] = ()
    problems: tuple[Problem, ...] = ()
    total: int = 0
    faulty: frozenset[str] = field(default=frozenset())  # paths of files with an error

    def decisions(self, manuscript: Manuscript) -> tuple[Decision, ...]:
        """Return the gate's decision per channel for one profile."""
        return decide(manuscript.profile, assess(manuscript.profile, self.registry),
                      has_errors=manuscript.path in self.faulty, as_of=self.as_of)


def load_edition(root: Path, as_of: datetime, *, progress: Progress | None = None) -> Edition:
    """Read and check everything below `root`.

    Raises ProjectError where `root` is no project. What is wrong in files comes back as problems.
    """
    if not (root / REGISTRY).is_dir():
        raise ProjectError(f"không thấy thư mục {REGISTRY} trong {root}; hãy chạy lệnh ở thư mục gốc của dự án")
    registry, problems = load_registry(root, REGISTRY)
    paths = find_manuscripts(root, EXEMPLARS)
    manuscripts: list[Manuscript] = []
    for index, path in enumerate(paths, start=1):
        manuscript, faults = load_manuscript(root, path)
        problems += faults
        if manuscript:
            manuscripts.append(manuscript)
            problems += check_manuscript(manuscript, registry, as_of)
        if progress:
            progress(index, len(paths))
    problems += check_across(manuscripts)
    found = sort_problems(problems)
    faulty = frozenset(item.path for item in found if item.severity == "error")
    return Edition(root, as_of, registry, tuple(manuscripts), tuple(found), len(paths), faulty)


def compile_site(edition: Edition, *, preview: bool = False, samples: bool = True, progress: Progress | None = None) -> Site:
    """Make the site that may be shown.

    Args:
        edition: what was read.
        preview: also show what is not published, each marked with the reasons why not. For a local look only.
        samples: whether the fictional profiles that ship with the project are part of the site.
    """
    shown: list[PublishedProfile] = []
    notices: list[Notice] = []
    for index, manuscript in enumerate(edition.manuscripts, start=1):
        if progress:
            progress(index, len(edition.manuscripts))
        if manuscript.profile.sample and not samples:
            continue
        if manuscript.status == "withdrawn":
            notices.append(_notice(manuscript))
            continue
        decisions = edition.decisions(manuscript)
        is_open = any(decision.is_open for decision in decisions)
        if is_open or preview:
            reasons = () if is_open else _describe(decisions)
            assessments = assess(manuscript.profile, edition.registry)
            shown.append(publish(manuscript, assessments, decisions, edition.registry, edition.as_of, preview=reasons))
    errors = sum(problem.severity == "error" for problem in edition.problems)
    return Site(edition.registry, edition.as_of, tuple(sort_newest(shown)), tuple(notices), preview, errors)


def _describe(decisions: Iterable[Decision]) -> tuple[str, ...]:
    reasons = dict.fromkeys(reason for decision in decisions for reason in decision.reasons)
    return tuple(REASONS[reason] for reason in reasons) or ("chưa chọn kênh đăng",)


def _notice(manuscript: Manuscript) -> Notice:
    review = manuscript.profile.review
    default = "Hồ sơ này đã được rút và không còn được công bố."
    return Notice(manuscript.slug, (review.notice if review else None) or default)
