"""Related profiles to read next, found by what they share, each with the reason in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from guongsang.outputs.identity_cache import remember
from guongsang.outputs.parts.cards import Card, make_card
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site

SHOWN = 3
_LOOKED_AT = 12  # only the newest of each group: the cost of a page must not grow with the site


@dataclass(frozen=True, slots=True)
class RelatedCard:
    """A related profile's card, and the reason in words."""

    card: Card
    reason: str


@remember(1 << 14)  # many pages show the newest profiles
def _related_card(profile: PublishedProfile, reason: str) -> RelatedCard:
    return RelatedCard(make_card(profile), reason)


class Related:
    """Finds related profiles of a site.

    A shared model weighs most, then shared fields, then the same unit. Ties: nearest year first.
    """

    def __init__(self, site: Site) -> None:
        self._site = site

    def to(self, profile: PublishedProfile) -> list[RelatedCard]:
        """Return up to three profiles most like `profile`, best first."""
        scores: dict[str, tuple[int, str, PublishedProfile]] = {}
        for weight, reason, group in self._groups(profile):
            for other in group[:_LOOKED_AT]:
                if other.slug != profile.slug and not other.preview:
                    score, first_reason, _ = scores.get(other.slug, (0, reason, other))
                    scores[other.slug] = (score + weight, first_reason, other)
        ranked = sorted(
            scores.values(), key=lambda found: (-found[0], abs(found[2].year - profile.year), found[2].slug)
        )
        return [_related_card(other, reason) for _, reason, other in ranked[:SHOWN]]

    def _groups(self, profile: PublishedProfile) -> Iterator[tuple[int, str, Sequence[PublishedProfile]]]:
        """Yield what can be shared, strongest first, as (weight, reason, profiles sharing it)."""
        unit = profile.unit.id if profile.unit else ""
        yield 8, "Mô hình được đơn vị làm theo", self._makers_of_models_at.get(unit, ())
        followers = dict.fromkeys(entry.id for item in profile.initiatives for entry in item.replicated_at)
        for follower in followers:
            yield 8, "Đơn vị làm theo mô hình", self._site.by_unit.get(follower, ())
        for entry in profile.fields:
            yield 3, f"Cùng lĩnh vực {entry.label.lower()}", self._site.by_field.get(entry.id, ())
        yield 2, "Cùng đơn vị", self._site.by_unit.get(unit, ())
        yield (
            1,
            "Cùng là cá nhân" if profile.kind == "individual" else "Cùng là tập thể",
            self._site.by_kind.get(profile.kind, ()),
        )

    @cached_property
    def _makers_of_models_at(self) -> Mapping[str, tuple[PublishedProfile, ...]]:
        """By unit id, the profiles whose model the unit has adopted."""
        makers: dict[str, dict[str, PublishedProfile]] = {}
        for profile in self._site.profiles:
            for item in profile.initiatives:
                for unit in item.replicated_at:
                    makers.setdefault(unit.id, {})[profile.slug] = profile
        return {unit: tuple(found.values()) for unit, found in makers.items()}
