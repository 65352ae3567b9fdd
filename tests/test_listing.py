"""Lists of profiles, page by page: nobody is left out, and every page leads to its neighbours."""

import pytest

from builders import make_entry, make_profile, make_published, make_registry
from guongsang.outputs.artifacts import Crumb
from guongsang.outputs.parts.paging import PAGE_SIZE, ListStyle, list_pages, make_pager
from guongsang.registry.model import Channel
from guongsang.text.addresses import page_url

PORTAL = make_entry(Channel, id="portal", name="Cổng")
REGISTRY = make_registry(channels=[PORTAL])


def make_list(count):
    return [
        make_published(
            make_profile(
                kind="individual", name=f"Người {n}", channels={"portal": {"publish": f"2024-01-{1 + n % 28:02}"}}
            ),
            REGISTRY,
            slug=f"nguoi-{n}",
        )
        for n in range(count)
    ]


@pytest.mark.parametrize(("number", "url"), [(1, "ca-nhan/"), (2, "ca-nhan/trang-2/"), (10, "ca-nhan/trang-10/")])
def test_first_page_is_the_list_itself(number, url):
    assert page_url("ca-nhan/", number) == url


@pytest.mark.parametrize(
    ("number", "count", "shown"),
    [
        (1, 1, [1]),
        (1, 2, [1, 2]),
        (2, 3, [1, 2, 3]),
        (1, 9, [1, 2, 0, 8, 9]),
        (5, 9, [1, 2, 0, 4, 5, 6, 0, 8, 9]),
        (9, 9, [1, 2, 0, 8, 9]),
        (4, 6, [1, 2, 3, 4, 5, 6]),
    ],
)
def test_pager_names_the_ends_and_the_neighbours(number, count, shown):
    pager = make_pager("x/", number, count)
    assert [page for page, _ in pager.pages] == shown
    assert all(url == (page_url("x/", page) if page else "") for page, url in pager.pages)


@pytest.mark.parametrize(
    ("number", "previous", "following"), [(1, "", "x/trang-2/"), (2, "x/", "x/trang-3/"), (3, "x/trang-2/", "")]
)
def test_pager_leads_one_page_back_and_one_on(number, previous, following):
    pager = make_pager("x/", number, 3)
    assert (pager.previous, pager.next) == (previous, following)


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        (0, [0]),
        (1, [1]),
        (PAGE_SIZE, [PAGE_SIZE]),
        (PAGE_SIZE + 1, [PAGE_SIZE, 1]),
        (2 * PAGE_SIZE, [PAGE_SIZE, PAGE_SIZE]),
    ],
)
def test_every_profile_stands_on_one_page_in_order(count, sizes):
    profiles = make_list(count)
    pages = list(list_pages("ca-nhan/", "Cá nhân", profiles))
    assert [len(page.view["cards"]) for page in pages] == sizes
    assert [card.name for page in pages for card in page.view["cards"]] == [profile.name for profile in profiles]
    assert [page.url for page in pages] == [page_url("ca-nhan/", number) for number in range(1, len(sizes) + 1)]
    assert {page.view["total"] for page in pages} == {count}


def test_titles_of_pages_differ_and_later_ones_lead_back_to_the_list():
    pairs, home = ListStyle(size=2), Crumb("Trang chủ", "")
    first, second = list_pages("ca-nhan/", "Cá nhân", make_list(3), style=pairs, crumbs=(home,))
    assert (first.title, second.title) == ("Cá nhân", "Cá nhân, trang 2")
    assert first.crumbs == (Crumb("Trang chủ", ""),)
    assert second.crumbs == (Crumb("Trang chủ", ""), Crumb("Cá nhân", "ca-nhan/"))


def test_page_is_as_new_as_its_newest_profile():
    profiles = make_list(5)
    first, second, third = list_pages("x/", "X", profiles, style=ListStyle(size=2))
    assert [page.updated for page in (first, second, third)] == [
        profiles[1].published,
        profiles[3].published,
        profiles[4].published,
    ]
    assert next(list_pages("x/", "X", [])).updated is None


def test_cards_on_a_channel_carry_its_own_headline():
    profile = make_published(
        make_profile(
            kind="individual",
            name="An",
            title="Tít chung",
            channels={"portal": {"publish": "2024-01-01", "title": "Tít của cổng"}},
        ),
        REGISTRY,
    )
    (on_portal,) = list_pages("cong/", "Cổng", [profile], channel=PORTAL)
    (elsewhere,) = list_pages("ca-nhan/", "Cá nhân", [profile])
    assert on_portal.view["cards"][0].title == "Tít của cổng"
    assert elsewhere.view["cards"][0].title == "Tít chung"
