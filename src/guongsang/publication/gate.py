"""The publication gate: decide whether a profile may be shown on a channel, and if not, why.

Each build decides again as of its moment, here only, for every output.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from guongsang.manuscripts.profile import Profile
from guongsang.publication.criteria import Assessment

Reason = Literal[
    "not_approved",
    "suspended",
    "withdrawn",
    "errors",
    "unanswered",
    "no_consent",
    "consent_expired",
    "channel_not_consented",
    "no_date",
    "embargoed",
]

REASONS: dict[Reason, str] = {
    "not_approved": "chưa được duyệt",
    "suspended": "đang tạm dừng",
    "withdrawn": "đã rút",
    "errors": "còn lỗi",
    "unanswered": "còn tiêu chuẩn chưa được trả lời",
    "no_consent": "chưa có sự đồng ý công bố tên",
    "consent_expired": "sự đồng ý đã hết hạn",
    "channel_not_consented": "sự đồng ý không gồm kênh này",
    "no_date": "chưa có ngày đăng",
    "embargoed": "chưa đến ngày đăng",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a channel may show a profile.

    Attributes:
        channel: the channel's id.
        reasons: why not; empty if it may.
    """

    channel: str
    reasons: tuple[Reason, ...]

    @property
    def is_open(self) -> bool:
        """Whether the channel may show the profile."""
        return not self.reasons


def decide(
    profile: Profile, assessments: Iterable[Assessment], *, has_errors: bool, as_of: datetime
) -> tuple[Decision, ...]:
    """Return a decision for each channel that the profile names."""
    common = _common_reasons(profile, assessments, has_errors, as_of)
    return tuple(
        Decision(channel, (*common, *_channel_reasons(profile, channel, as_of))) for channel in profile.channels
    )


def covers(profile: Profile, what: str, as_of: datetime) -> bool:
    """Answer whether consent in force covers `name`, `image`, `story` or `contact`."""
    consent = profile.consent
    return bool(
        consent and consent.document and consent.date and what in consent.covers and not _has_expired(profile, as_of)
    )


def _has_expired(profile: Profile, as_of: datetime) -> bool:
    consent = profile.consent
    return bool(consent and consent.expires and consent.expires < as_of.date())


def _common_reasons(
    profile: Profile, assessments: Iterable[Assessment], has_errors: bool, as_of: datetime
) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    status = profile.status
    if status != "approved":
        reasons.append(status if status in ("suspended", "withdrawn") else "not_approved")
    if has_errors:
        reasons.append("errors")
    states = {assessment.state for assessment in assessments}
    # Without any answered clause the criteria asked nothing, which must not open the gate.
    if "unanswered" in states or ("answered" not in states and not has_errors):
        reasons.append("unanswered")
    if _has_expired(profile, as_of):
        reasons.append("consent_expired")
    elif not covers(profile, "name", as_of):
        reasons.append("no_consent")
    return tuple(reasons)


def _channel_reasons(profile: Profile, channel: str, as_of: datetime) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    if profile.consent and channel not in profile.consent.channels:
        reasons.append("channel_not_consented")
    publish = profile.channels[channel].publish
    if publish is None:
        reasons.append("no_date")
    elif publish > as_of:
        reasons.append("embargoed")
    return tuple(reasons)
