"""Profile pages, the notices of withdrawn ones, and redirects from former addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guongsang.criteria import Answer, Assessment
from guongsang.outputs.artifacts import Crumb, PageArtifact
from guongsang.outputs.browse import HOME
from guongsang.outputs.cards import INITIATIVE_KINDS, KINDS, STAGES, make_card, profile_url
from guongsang.outputs.photos import photo_set
from guongsang.published import PublishedProfile
from guongsang.registry import Registry
from guongsang.site import Site

RATINGS = {"excellent": "Hoàn thành xuất sắc nhiệm vụ", "good": "Hoàn thành tốt nhiệm vụ", "completed": "Hoàn thành nhiệm vụ",
           "not_completed": "Không hoàn thành nhiệm vụ"}
RELATED = 3


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One line of the criteria panel: what answers a clause, and the document behind it."""

    text: str
    document: str


@dataclass(frozen=True, slots=True)
class ClauseRow:
    title: str
    citation: str
    text: str
    url: str
    state: str
    lines: tuple[AnswerLine, ...]


def profile_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield the page of every profile, then notices and redirects."""
    related = _Related(site)
    for profile in site.profiles:
        yield _profile_page(profile, site, related)
        for alias in profile.aliases:
            yield PageArtifact(f"ho-so/{alias}/", "redirect.html", profile.title, view={"target": profile_url(profile)}, listed=False)
    for notice in site.notices:
        yield PageArtifact(f"ho-so/{notice.slug}/", "notice.html", "Hồ sơ đã được rút", notice.text, {"text": notice.text}, (HOME,), listed=False)


def _profile_page(profile: PublishedProfile, site: Site, related: _Related) -> PageArtifact:
    lead = profile.lead_photo
    kind_crumb = Crumb(KINDS[profile.kind], "ca-nhan/" if profile.kind == "individual" else "tap-the/")
    photos = [photo_set(profile, photo) for photo in profile.photos]
    shown_in_text = {segment.photo for segment in profile.prose.segments if segment.photo is not None}
    gallery = [shown for index, shown in enumerate(photos) if profile.photos[index] not in (lead, profile.portrait) and index not in shown_in_text]
    return PageArtifact(
        url=profile_url(profile), template="profile.html", title=profile.title, description=profile.summary, crumbs=(HOME, kind_crumb),
        updated=profile.updated, photo=photo_set(profile, lead).src if lead else "", listed=not profile.preview,
        view={
            "profile": profile, "card": make_card(profile), "photos": photos, "gallery": gallery,
            "lead": photo_set(profile, lead) if lead else None,
            "portrait": photo_set(profile, profile.portrait) if profile.portrait and profile.portrait is not lead else None,
            "stage_label": STAGES[profile.stage], "kind_label": KINDS[profile.kind], "initiative_kinds": INITIATIVE_KINDS,
            "clauses": [_clause_row(item, site.registry) for item in profile.assessments if item.state != "not_applicable"],
            "channels": [(item.channel, item.published.date()) for item in profile.appearances.values()],
            "ratings": [(item.year, RATINGS[item.rating or "completed"], item.document) for item in profile.ratings],
            "related": [make_card(other) for other in related.to(profile)],
        })


def _clause_row(assessment: Assessment, registry: Registry) -> ClauseRow:
    clause = assessment.clause
    return ClauseRow(clause.name, clause.citation, clause.text, f"tieu-chuan/#{clause.id}", assessment.state,
                     tuple(_answer_line(answer, registry) for answer in assessment.answers))


def _answer_line(answer: Answer, registry: Registry) -> AnswerLine:
    year = f", năm {answer.year}" if answer.year else ""
    match answer.kind:
        case "award":
            award = registry.awards.get(answer.subject)
            return AnswerLine(f"{award.name if award else answer.subject}{year}", answer.document)
        case "rating":
            return AnswerLine(f"{RATINGS.get(answer.subject, answer.subject)}{year}", answer.document)
        case "initiative":
            return AnswerLine(answer.subject, answer.document)
        case "recognition":
            return AnswerLine(f"Được công nhận: {answer.subject}", answer.document)
    return AnswerLine(answer.statement, answer.document)


class _Related:
    """Related profiles: most shared fields, then the same unit, then of the same kind; nearest in time first."""

    def __init__(self, site: Site) -> None:
        self._by_field = site.by_field
        self._by_unit = site.by_unit
        self._by_kind = site.by_kind

    def to(self, profile: PublishedProfile) -> list[PublishedProfile]:
        """Return up to three profiles most like `profile`. Looks only at the newest few of each shelf."""
        scores: dict[str, tuple[int, PublishedProfile]] = {}
        shelves = [(2, self._by_field.get(entry.id, ())) for entry in profile.fields]
        shelves.append((1, self._by_unit.get(profile.unit.id, ()) if profile.unit else ()))
        shelves.append((0, self._by_kind.get(profile.kind, ())))
        for weight, shelf in shelves:
            for other in shelf[:12]:
                if other.slug != profile.slug and not other.preview:
                    score = scores.get(other.slug, (0, other))[0]
                    scores[other.slug] = (score + weight, other)
        ranked = sorted(scores.values(), key=lambda pair: (-pair[0], abs(pair[1].year - profile.year), pair[1].slug))
        return [other for _, other in ranked[:RELATED]]
