"""The records of the open data, made of published profiles. Cost grows linearly with them.

Published profiles have values of all required keys, but their types don't say so. Where types are
wider than those of a record, `model_validate` checks the values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guongsang.outputs.data.definition import (
    AwardRecord,
    ClauseRecord,
    CorrectionRecord,
    CoverageRecord,
    FigureRecord,
    FollowUpRecord,
    FormerNameRecord,
    InitiativeRecord,
    InitiativeRef,
    Named,
    PhotoRecord,
    ProfileRecord,
    ProfileRef,
    ProfileRow,
    QuoteRecord,
    RatingRecord,
    RecognitionRecord,
    Showing,
    UnitRecord,
)
from guongsang.outputs.parts.cards import KINDS, STAGES
from guongsang.outputs.parts.photos import photo_set
from guongsang.publication.profile import PublishedFollowUp, PublishedInitiative, PublishedPhoto, PublishedProfile
from guongsang.publication.site import Site
from guongsang.registry.model import Entry
from guongsang.text.addresses import initiative_url, profile_url, text_url, unit_url

BETWEEN = " | "  # between parts of a cell; some Excel versions split at commas, some at semicolons


def shown_profiles(site: Site) -> list[PublishedProfile]:
    """Return the profiles in the data, by id, without a preview's drafts."""
    return sorted(
        (profile for profile in site.profiles if not profile.preview), key=lambda profile: (profile.id, profile.slug)
    )


def address(url: str, site: Site) -> str:
    """Return the absolute address if the site's is set, else the one relative to its root."""
    return site.imprint.absolute(url) or url


def profile_record(profile: PublishedProfile, site: Site) -> ProfileRecord:
    """Return the record of a profile."""
    channel_names = {channel.id: channel.name for channel in site.registry.channels}
    recognition = profile.recognition
    return ProfileRecord.model_validate(
        dict(
            id=profile.id,
            name=profile.name,
            address=address(profile_url(profile.slug), site),
            sample=profile.sample,
            kind=profile.kind,
            role=profile.role or None,
            unit=_named(profile.unit),
            fields=_all_named(profile.fields),
            year=profile.year,
            stage=profile.stage,
            title=profile.title,
            summary=profile.summary,
            text=address(text_url(profile.slug), site),
            published=profile.published,
            updated=profile.updated,
            channels=[
                Showing(
                    id=item.channel.id,
                    name=item.channel.name,
                    published=item.published.date(),
                    title=item.title,
                    summary=item.summary,
                )
                for item in profile.appearances.values()
            ],
            recognition=RecognitionRecord(date=recognition.date, body=recognition.body, document=recognition.document)
            if recognition
            else None,
            movements=_all_named(profile.movements),
            ratings=[
                RatingRecord.model_validate(dict(year=item.year, rating=item.rating, document=item.document))
                for item in profile.ratings
            ],
            awards=[
                AwardRecord(
                    id=item.award.id,
                    name=item.award.name,
                    year=item.year,
                    date=item.date,
                    document=item.document or None,
                    authority=item.authority or None,
                    unit_name=item.unit_name or None,
                    posthumous=item.posthumous,
                )
                for item in profile.awards
            ],
            initiatives=[InitiativeRef(id=item.slug, name=item.name) for item in profile.initiatives],
            clauses=[
                ClauseRecord(
                    id=item.clause.id,
                    citation=item.clause.citation,
                    state=item.state,
                    documents=[answer.document for answer in item.answers if answer.document],
                )
                for item in profile.assessments
                if item.state != "not_applicable"
            ],
            photos=[_photo(profile, photo, site) for photo in profile.photos],
            quotes=[QuoteRecord.model_validate(dict(text=item.text, by=item.by)) for item in profile.quotes],
            coverage=[
                CoverageRecord.model_validate(
                    dict(
                        title=item.title,
                        outlet=item.outlet or channel_names.get(item.channel or ""),
                        address=item.url,
                        date=item.date,
                    )
                )
                for item in profile.coverage
            ],
            follow_up=[_follow_up(item) for item in profile.follow_up],
            corrections=[
                CorrectionRecord.model_validate(dict(date=item.date, text=item.text)) for item in profile.corrections
            ],
        )
    )


def initiative_records(profile: PublishedProfile, site: Site) -> list[InitiativeRecord]:
    """Return the records of a profile's models and initiatives."""
    return [_initiative(item, profile, site) for item in profile.initiatives]


def unit_records(site: Site) -> Iterator[UnitRecord]:
    """Yield every unit of the registry, by id, with its number of profiles."""
    predecessors: dict[str, list[str]] = {}
    for unit in sorted(site.registry.units, key=lambda unit: unit.id):
        for successor in unit.successors:
            predecessors.setdefault(successor, []).append(unit.id)
    counts: dict[str, int] = {}
    for profile in shown_profiles(site):
        if profile.unit:
            counts[profile.unit.id] = counts.get(profile.unit.id, 0) + 1
    for unit in sorted(site.registry.units, key=lambda unit: unit.id):
        yield UnitRecord(
            id=unit.id,
            name=unit.name,
            short=unit.short,
            address=address(unit_url(unit.id), site),
            type=unit.type,
            parent=unit.parent,
            since=unit.since,
            until=unit.until,
            former_names=[FormerNameRecord(name=item.name, until=item.until) for item in unit.former_names],
            successors=list(unit.successors),
            predecessors=predecessors.get(unit.id, []),
            profiles=counts.get(unit.id, 0),
        )


def profile_row(profile: PublishedProfile, site: Site) -> ProfileRow:
    """Return a profile as a row of a table."""
    return ProfileRow(
        id=profile.id,
        name=profile.name,
        kind=KINDS[profile.kind],
        role=profile.role,
        unit_id=profile.unit.id if profile.unit else "",
        unit=profile.unit.name if profile.unit else "",
        fields=BETWEEN.join(entry.name for entry in profile.fields),
        year=profile.year,
        stage=STAGES[profile.stage],
        title=profile.title,
        summary=profile.summary,
        awards=BETWEEN.join(f"{item.award.name}{f' ({item.year})' if item.year else ''}" for item in profile.awards),
        initiatives=BETWEEN.join(item.name for item in profile.initiatives),
        replications=len({unit.id for item in profile.initiatives for unit in item.replicated_at}),
        channels=BETWEEN.join(item.channel.name for item in profile.appearances.values()),
        published=profile.published,
        updated=profile.updated,
        sample=profile.sample,
        address=address(profile_url(profile.slug), site),
    )


def _named(entry: Entry | None) -> Named | None:
    return Named(id=entry.id, name=entry.name) if entry else None


def _all_named(entries: Iterable[Entry]) -> list[Named]:
    return [Named(id=entry.id, name=entry.name) for entry in entries]


def _initiative(item: PublishedInitiative, profile: PublishedProfile, site: Site) -> InitiativeRecord:
    return InitiativeRecord.model_validate(
        dict(
            id=item.slug,
            name=item.name,
            address=address(initiative_url(item.slug), site),
            sample=profile.sample,
            kind=item.kind,
            effect=item.effect,
            how=item.how or None,
            figures=[
                FigureRecord(label=figure.label, before=figure.before, after=figure.after)
                for figure in item.figures
                if figure.label and figure.after
            ],
            document=item.document or None,
            since=item.since,
            replicated_at=_all_named(item.replicated_at),
            profile=ProfileRef(id=profile.id, name=profile.name, address=address(profile_url(profile.slug), site)),
            unit=_named(profile.unit),
            fields=_all_named(profile.fields),
        )
    )


def _photo(profile: PublishedProfile, photo: PublishedPhoto, site: Site) -> PhotoRecord:
    """Return a photo by its largest rendition; of two as large WebP, which more programs open."""
    shown = photo_set(profile, photo)
    made = [
        (width, rank, url, f"image/{format}")
        for rank, (format, renditions) in enumerate((("avif", shown.avif), ("webp", shown.webp)))
        for url, width in renditions
    ]
    width, _, url, kind = max(made)
    return PhotoRecord(
        address=address(url, site),
        type=kind,
        width=width,
        height=round(width * shown.height / shown.width),
        alt=shown.alt,
        caption=shown.caption,
        credit=shown.credit,
        taken=shown.taken,
    )


def _follow_up(item: PublishedFollowUp) -> FollowUpRecord:
    return FollowUpRecord.model_validate(
        dict(
            date=item.date,
            by=item.by or None,
            effect=item.effect,
            replications=item.replications,
            visitors=item.visitors,
            articles=item.articles,
            next=item.next or None,
        )
    )
