"""Every address of the site: which page, list, feed or file stands where.

All addresses are relative to the site's root, so that the site works under any path of a portal.
A page's address ends in a slash; `""` is home. Other sites and bookmarks link to them: once
published, an address must not change. Folders below a page are named here too.

Only `storage` can't import this module: it stands beside `text`.
"""

from __future__ import annotations

# Facets: what lists can be narrowed by. They stand in addresses of filtered lists, and in the
# query of the search page.
KIND_FACET = "loai"
FIELD_FACET = "linh-vuc"
YEAR_FACET = "nam"
STAGE_FACET = "muc"
AWARD_FACET = "khen-thuong"
UNIT_FACET = "don-vi"
CHANNEL_FACET = "kenh"

# Values of the facets of kind and stage.
INDIVIDUAL_KEY = "ca-nhan"
COLLECTIVE_KEY = "tap-the"
INITIATIVE_KEY = "mo-hinh"
EVENT_KEY = "su-kien"
EMERGING_KEY = "nhan-to-moi"

PROFILES_URL = "ho-so/"  # the folder of profiles; no page of its own
INDIVIDUALS_URL = f"{INDIVIDUAL_KEY}/"
COLLECTIVES_URL = f"{COLLECTIVE_KEY}/"
EMERGING_URL = f"{EMERGING_KEY}/"
INITIATIVES_URL = f"{INITIATIVE_KEY}/"
FIELDS_URL = f"{FIELD_FACET}/"
UNITS_URL = f"{UNIT_FACET}/"
YEARS_URL = f"{YEAR_FACET}/"
MOVEMENTS_URL = "phong-trao/"
AWARDS_URL = f"{AWARD_FACET}/"
SEARCH_URL = "tim-kiem/"
CRITERIA_URL = "tieu-chuan/"
STATISTICS_URL = "thong-ke/"
EVENTS_URL = f"{EVENT_KEY}/"
CORRECTIONS_URL = "dinh-chinh/"
DATA_URL = "du-lieu/"
HANDBOOK_URL = "huong-dan/"
# The pages that every site has, but home.
STANDING_URLS = (
    INDIVIDUALS_URL,
    COLLECTIVES_URL,
    EMERGING_URL,
    INITIATIVES_URL,
    FIELDS_URL,
    UNITS_URL,
    YEARS_URL,
    MOVEMENTS_URL,
    AWARDS_URL,
    SEARCH_URL,
    CRITERIA_URL,
    STATISTICS_URL,
    EVENTS_URL,
    CORRECTIONS_URL,
    DATA_URL,
    HANDBOOK_URL,
)

SEARCH_INDEX_FOLDER = f"{SEARCH_URL}chi-muc"
DATA_TABLE_URL = f"{DATA_URL}profiles.csv"
PROFILE_SCHEMA_URL = f"{DATA_URL}profile.schema.json"  # of what staff write, for their editors
HANDBOOK_CODES_URL = f"{HANDBOOK_URL}ma-loi/"
HANDBOOK_FIELDS_URL = f"{HANDBOOK_URL}truong/"
HANDBOOK_CRITERIA_URL = f"{HANDBOOK_URL}tieu-chuan/"
SITEMAP_URL = "sitemap.xml"
NEWS_SITEMAP_URL = "sitemap-tin.xml"
ROBOTS_URL = "robots.txt"
POSTS_FOLDER = f"{EVENTS_URL}posts"  # of events, below the folder of content; not published as such

CARD_PREFIX = "the-"  # of the file name of a social card
PHOTOS_FOLDER = "anh"  # below a profile's page, and in its press kit
PAGE_PREFIX = "trang-"  # of the folder of a list's second page and later ones
_PRESS_FOLDER = "bao-chi"
_PRESS_PANEL = "bao-chi"
_NARROWED_INITIATIVES = (FIELD_FACET, KIND_FACET)
_NARROWED_PEOPLE = (FIELD_FACET, YEAR_FACET, STAGE_FACET)


def profile_url(slug: str) -> str:
    """Return the address of a profile, also of a former one (an alias) or a withdrawn one."""
    return f"{PROFILES_URL}{slug}/"


def photo_url(slug: str, name: str) -> str:
    """Return the address of a rendition of a profile's photo; `name` is its file name."""
    return f"{profile_url(slug)}{PHOTOS_FOLDER}/{name}"


def text_url(slug: str) -> str:
    """Return the address of a profile as plain text."""
    return f"{profile_url(slug)}{slug}.txt"


def embed_url(slug: str) -> str:
    """Return the address of a profile's card for other sites' `<iframe>`."""
    return f"{profile_url(slug)}nhung/"


def oembed_url(slug: str) -> str:
    """Return the address of a profile's oEmbed answer."""
    return f"{profile_url(slug)}oembed.json"


def press_panel_url(slug: str) -> str:
    """Return the address of the press panel, which stands on the profile's page."""
    return f"{profile_url(slug)}#{_PRESS_PANEL}"


def press_url(slug: str) -> str:
    """Return the folder of a profile's press files, closed by a slash."""
    return f"{profile_url(slug)}{_PRESS_FOLDER}/"


def kit_url(slug: str) -> str:
    """Return the address of a profile's press kit, a ZIP."""
    return f"{press_url(slug)}{slug}.zip"


def word_url(slug: str) -> str:
    """Return the address of the Word file of a profile's press kit."""
    return f"{press_url(slug)}{slug}.docx"


def press_photo_name(slug: str, number: int) -> str:
    """Return the path of a full-size photo in the folder of press files.

    It names the profile: editors save photos of many profiles in one folder.
    """
    return f"{PHOTOS_FOLDER}/{slug}-{number}.jpg"


def press_photo_url(slug: str, number: int) -> str:
    """Return the address of a full-size photo for the press."""
    return f"{press_url(slug)}{press_photo_name(slug, number)}"


def initiative_url(slug: str) -> str:
    """Return the address of an initiative."""
    return f"{INITIATIVES_URL}{slug}/"


def field_url(id: str) -> str:
    """Return the address of the list of a field."""
    return f"{FIELDS_URL}{id}/"


def unit_url(id: str) -> str:
    """Return the address of a unit."""
    return f"{UNITS_URL}{id}/"


def year_url(year: int | str) -> str:
    """Return the address of the list of a year."""
    return f"{YEARS_URL}{year}/"


def movement_url(id: str) -> str:
    """Return the address of the list of a movement."""
    return f"{MOVEMENTS_URL}{id}/"


def award_url(id: str) -> str:
    """Return the address of the list of an award."""
    return f"{AWARDS_URL}{id}/"


def clause_url(id: str) -> str:
    """Return the address of a clause on the page of criteria."""
    return f"{CRITERIA_URL}#{id}"


def event_url(year: int, slug: str) -> str:
    """Return the address of an event; `year` is that of its first day."""
    return f"{EVENTS_URL}{year}/{slug}/"


def filtered_url(base: str, facet: str, key: int | str) -> str:
    """Return the address of the list at `base`, narrowed to one value of a facet."""
    return f"{base}{facet}/{key}/"


def page_url(base: str, number: int) -> str:
    """Return the address of page `number` (from 1) of the list at `base`."""
    return base if number == 1 else f"{base}{PAGE_PREFIX}{number}/"


def filtered_folders() -> tuple[str, ...]:
    """Return the folders of filtered lists. Which lists are there depends on what is published."""
    return (
        *(f"{EVENTS_URL}{facet}/" for facet in (YEAR_FACET, KIND_FACET)),
        *(f"{base}{facet}/" for base in (INDIVIDUALS_URL, COLLECTIVES_URL) for facet in _NARROWED_PEOPLE),
        *(f"{INITIATIVES_URL}{facet}/" for facet in _NARROWED_INITIATIVES),
    )


def section_url(path: str) -> str:
    """Return the address of a channel's section; `path` is the channel's."""
    return f"{path}/"


def section_month_url(path: str, year: int, month: int) -> str:
    """Return the address of a month in the archive of a channel's section."""
    return f"{section_url(path)}{year}/{month:02}/"


def desk_url(path: str) -> str:
    """Return the address of a press channel's desk; `path` is the channel's."""
    return f"{section_url(path)}toa-soan/"


def feed_url(path: str, name: str, month: str | None = None) -> str:
    """Return the address of a channel's feed, or of its archive of a month (`2026-05`).

    Args:
        path: the channel's.
        name: the feed's file name, such as `feed.atom`.
        month: the month; None for the newest items.
    """
    stem, _, extension = name.rpartition(".")
    return f"{section_url(path)}{stem}-{month}.{extension}" if month else f"{section_url(path)}{name}"


def dataset_url(key: str) -> str:
    """Return the address of a dataset of the open data."""
    return f"{DATA_URL}{key}.json"


def dataset_schema_url(key: str) -> str:
    """Return the address of the JSON Schema of a dataset."""
    return f"{DATA_URL}{key}.schema.json"


def card_url(page: str, fingerprint: str, extension: str) -> str:
    """Return the address of the social card of the page at `page`."""
    return f"{page}{CARD_PREFIX}{fingerprint}.{extension}"


def sitemap_part_url(number: int) -> str:
    """Return the address of a part of a sitemap that is too long for one file; from 1."""
    return f"sitemap-{number}.xml"
