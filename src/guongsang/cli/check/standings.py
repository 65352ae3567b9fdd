"""The standing of each profile: which channels may show it, or what it still needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from guongsang.build.check_profile import CheckedProfile
from guongsang.build.check_project import ProjectCheck
from guongsang.publication.gate import REASONS, Decision, Reason
from guongsang.publication.profile_facts import ProfileFacts
from guongsang.rules.problem import Problem
from guongsang.rules.report.source_lines import clean
from guongsang.rules.rule import Language
from guongsang.text.dates import format_date

# What people have to do for a profile that can't be published; most urgent first.
Need = Literal["mend", "complete", "approve", "wait", "nothing"]
NEEDS: tuple[Need, ...] = ("mend", "complete", "approve", "wait", "nothing")
_NO_CHANNEL = {"vi": "chưa chọn kênh đăng", "en": "no channel chosen"}
_UNREADABLE = {"vi": "không đọc được phần thông tin", "en": "the front matter can't be read"}
_ENGLISH: Mapping[Reason, str] = MappingProxyType(
    {
        "not_approved": "not approved yet",
        "suspended": "suspended",
        "withdrawn": "withdrawn",
        "errors": "has errors",
        "unanswered": "a clause is not answered",
        "no_consent": "no consent to publish the name",
        "consent_expired": "consent has expired",
        "channel_not_consented": "consent does not cover this channel",
        "no_date": "no publication date",
        "embargoed": "its date has not come",
    }
)
_STATUS_REASONS: Mapping[str, Reason] = MappingProxyType({"suspended": "suspended", "withdrawn": "withdrawn"})
REASONS_BY_LANGUAGE: Mapping[Language, Mapping[Reason, str]] = MappingProxyType({"vi": REASONS, "en": _ENGLISH})


@dataclass(frozen=True, slots=True)
class Standing:
    """The standing of one profile.

    Attributes:
        path: the profile's file.
        label: its id and folder.
        channels: labels of the channels that may show it.
        need: what people have to do, if no channel may show it.
        reasons: why no channel may show it; empty if one may.
        errors: number of errors.
        warnings: number of warnings.
    """

    path: str
    label: str
    channels: tuple[str, ...]
    need: Need
    reasons: tuple[str, ...]
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The standings of profiles, and the totals.

    Attributes:
        total: number of profiles.
        shown: number of profiles that some channel may show.
        errors: number of errors.
        warnings: number of warnings.
        ready: by channel label, the number of profiles that it may show.
        standings: by path.
    """

    total: int
    shown: int
    errors: int
    warnings: int
    ready: Mapping[str, int]
    standings: tuple[Standing, ...]

    @property
    def waiting(self) -> list[Standing]:
        """Profiles that no channel may show, in the order of NEEDS, then by path."""
        return sorted(
            (item for item in self.standings if not item.channels), key=lambda item: (NEEDS.index(item.need), item.path)
        )


def make_overview(
    project_check: ProjectCheck,
    problems: Sequence[Problem],
    lang: Language = "vi",
    *,
    wanted: Callable[[str], bool] | None = None,
) -> Overview:
    """Return the standings of a project's profiles.

    Args:
        project_check: what the check found.
        problems: the problems to count in the totals.
        lang: language of the reasons.
        wanted: which paths get a standing; None means all. `ready` always counts all profiles.
    """
    counts = {
        severity: Counter(item.path for item in project_check.problems if item.severity == severity)
        for severity in ("error", "warning")
    }
    labels = {channel.id: channel.label for channel in project_check.registry.channels}
    ready = dict.fromkeys(labels, 0)
    shown, standings = 0, []
    for checked in project_check.profiles:
        decisions = project_check.decisions(checked)
        channels = [decision.channel for decision in decisions if decision.is_open]
        shown += bool(channels)
        for channel in channels:
            ready[channel] = ready.get(channel, 0) + 1
        if wanted is None or wanted(checked.path):
            errors, warnings = counts["error"][checked.path], counts["warning"][checked.path]
            standings.append(_standing(checked, decisions, labels, lang, errors, warnings))
    found = sum(item.severity == "error" for item in problems)
    return Overview(
        project_check.total,
        shown,
        found,
        len(problems) - found,
        {labels.get(id, id): count for id, count in ready.items()},
        tuple(standings),
    )


def _standing(
    checked: CheckedProfile,
    decisions: Sequence[Decision],
    labels: Mapping[str, str],
    lang: Language,
    errors: int,
    warnings: int,
) -> Standing:
    if checked.facts is None:
        return Standing(checked.path, clean(checked.path), (), "mend", (_UNREADABLE[lang],), errors, warnings)
    channels = tuple(labels.get(decision.channel, decision.channel) for decision in decisions if decision.is_open)
    keys = _reasons(checked.facts, decisions)
    reasons = () if channels else _describe(checked.facts, decisions, keys, labels, lang)
    need = _need(keys, errors, has_channel=bool(decisions))
    return Standing(checked.path, _label(checked.facts), channels, need, reasons, errors, warnings)


def _label(facts: ProfileFacts) -> str:
    """Return id and folder, or the path. Never the person's name: logs of CI may be public."""
    return clean(f"{facts.id[0]} {facts.slug}" if facts.id else facts.path)


def _reasons(facts: ProfileFacts, decisions: Sequence[Decision]) -> list[Reason]:
    """Return why channels don't show the profile: each reason once, in the gate's order."""
    status = facts.status
    if decisions or status == "approved":
        found = {reason for decision in decisions for reason in decision.reasons}
    else:  # without channels there are no decisions
        found = {_STATUS_REASONS.get(status, "not_approved")}
    return [reason for reason in REASONS if reason in found]


def _need(reasons: Sequence[Reason], errors: int, *, has_channel: bool) -> Need:
    if errors or "errors" in reasons:
        return "mend"
    if "suspended" in reasons or "withdrawn" in reasons:
        return "nothing"
    if not has_channel or not set(reasons) <= {"not_approved", "embargoed"}:
        return "complete"
    return "approve" if "not_approved" in reasons else "wait"


def _describe(
    facts: ProfileFacts,
    decisions: Sequence[Decision],
    reasons: Sequence[Reason],
    labels: Mapping[str, str],
    lang: Language,
) -> tuple[str, ...]:
    """Return the reasons in words, with channels if not all share one, and the embargo's day."""
    ended = [reason for reason in reasons if reason in ("suspended", "withdrawn")]
    described = []
    for reason in ended or reasons:
        words = REASONS_BY_LANGUAGE[lang][reason]
        concerned = [decision.channel for decision in decisions if reason in decision.reasons]
        notes = [labels.get(channel, channel) for channel in concerned] if len(concerned) < len(decisions) else []
        if reason == "embargoed":
            first = date.fromisoformat(
                min(publish for channel, publish, _ in facts.channels if channel in concerned and publish)[:10]
            )
            notes.append(format_date(first) if lang == "vi" else first.isoformat())
        described.append(clean(f"{words} ({', '.join(notes)})" if notes else words))
    return (*described, _NO_CHANNEL[lang]) if not decisions and not ended else tuple(described)
