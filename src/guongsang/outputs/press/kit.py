"""The content of each press kit. The kit store makes and packs a kit if its content has changed.

To add a text file to the kit, list it in `TEXT_PARTS`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace

from guongsang.outputs.artifacts import FileArtifact, KitArtifact, KitPhoto, PhotoRights
from guongsang.outputs.feeds.ninjs import render_ninjs_item
from guongsang.outputs.parts.photos import photo_creator
from guongsang.outputs.parts.press_wording import photo_description, photo_people, usage_terms
from guongsang.outputs.parts.sheet import Sheet
from guongsang.outputs.press.article import press_sheet
from guongsang.outputs.press.renderings import render_captions, render_press_markdown, render_press_text
from guongsang.publication.profile import PublishedPhoto, PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import kit_url, press_photo_name, press_url, profile_url

_RECIPE = 1  # raise it if kits of the same content would get other bytes
_FINGERPRINT = 32
_Renderer = Callable[[PublishedProfile, Sheet, Site], str]

# Name of each text file of a kit (`{slug}` is the profile's), and its renderer.
TEXT_PARTS: Mapping[str, _Renderer] = {
    "{slug}.txt": lambda profile, sheet, site: render_press_text(sheet),
    "{slug}.md": lambda profile, sheet, site: render_press_markdown(sheet),
    "ninjs.json": lambda profile, sheet, site: (
        f"{json.dumps(render_ninjs_item(profile, profile.press_appearances[0], site), ensure_ascii=False, indent=1)}\n"
    ),
    "chu-thich-anh.txt": lambda profile, sheet, site: render_captions(profile, site),
}


def press_kits(site: Site) -> Iterator[KitArtifact]:
    """Yield the kit of every profile that at least one press channel may use."""
    for profile in site.profiles:
        if has_kit(profile):
            yield press_kit(profile, site)


def has_kit(profile: PublishedProfile) -> bool:
    """Return whether a profile has a press kit: if a press channel may use it and it is published.

    A previewed draft has none: its files would be passed on without the mark of a draft.
    """
    return bool(profile.press_appearances) and not profile.preview


def press_kit(profile: PublishedProfile, site: Site) -> KitArtifact:
    """Return the kit of a profile."""
    sheet = press_sheet(profile, site)
    texts = tuple(
        FileArtifact(name.format(slug=profile.slug), render(profile, sheet, site))
        for name, render in TEXT_PARTS.items()
    )
    photos = tuple(_photo(profile, photo, site) for photo in profile.photos)
    return _finished(
        KitArtifact(kit_url(profile.slug), press_url(profile.slug), "", f"{profile.slug}.docx", sheet, texts, photos)
    )


def _photo(profile: PublishedProfile, photo: PublishedPhoto, site: Site) -> KitPhoto:
    imprint = site.imprint
    creator = photo_creator(photo)
    rights = PhotoRights(
        description=photo_description(profile, photo),
        headline=profile.title,
        creator=creator,
        credit=photo.credit,
        copyright=f"© {creator}" if creator else "",
        created=photo.taken,
        alt=photo.alt,
        people=photo_people(photo),
        usage=usage_terms(site),
        statement=imprint.licence or imprint.absolute(imprint.usage or profile_url(profile.slug)),
        language=imprint.language,
    )
    return KitPhoto(press_photo_name(profile.slug, photo.number), photo.source, photo.fingerprint, rights)


def _finished(kit: KitArtifact) -> KitArtifact:
    """Return the kit with the fingerprint of its content; names of source photos don't count."""
    content = [
        _RECIPE,
        kit.path,
        asdict(kit.sheet),
        [(text.path, text.content) for text in kit.texts],
        [(photo.name, photo.fingerprint, asdict(photo.rights)) for photo in kit.photos],
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return replace(kit, fingerprint=hashlib.sha256(text.encode()).hexdigest()[:_FINGERPRINT])
