"""Statistics: every number is that of the published profiles, and stands beside the list that it counts."""

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from builders import all_records, make_entry, make_profile, make_published, make_registry
from guongsang.outputs.pages.statistics import statistics_pages
from guongsang.outputs.pages.yearly_duty import make_duty_table
from guongsang.outputs.parts.bars import make_bars
from guongsang.publication.site import Site
from guongsang.registry.model import Award, Channel, Duty, Unit, WorkField
from guongsang.text.dates import LOCAL

AS_OF = datetime(2025, 6, 30, tzinfo=LOCAL)
DUTY = Duty(least=1, most=2, first_year=2023, last_year=2025)
UNITS = [
    make_entry(Unit, id="ban-a", name="Ban Ă"),
    make_entry(Unit, id="ban-b", name="Ban B"),
    make_entry(Unit, id="ban-d", name="Ban Đ"),
    make_entry(Unit, id="to-b1", name="Tổ B1", parent="ban-b"),
    make_entry(Unit, id="ban-moi", name="Ban mới", since="2025-03-01"),
    make_entry(Unit, id="ban-cu", name="Ban cũ", until="2025-02-28"),
    make_entry(Unit, id="ban-xua", name="Ban xưa", until="2022-12-31"),
]
FIELDS = [
    make_entry(WorkField, id="nuoc", name="Nước"),
    make_entry(WorkField, id="dat", name="Đất"),
    make_entry(WorkField, id="bien", name="Biển"),
]
AWARDS = [
    make_entry(Award, id="bang-khen", name="Bằng khen", level="ministry"),
    make_entry(Award, id="giay-khen", name="Giấy khen"),
]
CHANNELS = [
    make_entry(Channel, id="portal", name="Cổng", path="cong"),
    make_entry(Channel, id="newspaper", name="Báo", path="bao"),
]


def make_site(*profiles, duty=DUTY, as_of=AS_OF, **registers):
    registers = {"units": UNITS, "fields": FIELDS, "awards": AWARDS, "channels": CHANNELS} | registers
    registry = make_registry(duty=duty, **registers)
    shown = [
        make_published(
            make_profile(
                **{
                    "kind": "individual",
                    "name": f"Người {n}",
                    "stage": "recognised",
                    "year": 2024,
                    "unit": "ban-a",
                    "fields": ["nuoc"],
                    "channels": {"portal": {"publish": "2024-01-01"}},
                }
                | fields
            ),
            registry,
            slug=f"nguoi-{n}",
        )
        for n, fields in enumerate(profiles)
    ]
    return Site(registry, as_of, tuple(shown))


def view_of(site):
    (page,) = statistics_pages(site)
    assert page.url == "thong-ke/"
    return page.view


def chart(view, id):
    return next(chart for chart in (*view["charts"], *view["more_charts"]) if chart.id == id)


def numbers(rows):
    return {row.label: tuple(value.number for value in row.values) for row in rows}


def cells(table):
    return {
        row.name: [cell.count if cell.state else None for cell in row.cells] for row in (*table.rows, *table.folded)
    }


def test_totals_count_people_collectives_models_units_and_copies():
    model = {"name": "Mô hình", "kind": "model", "replicated_at": ["ban-a", "ban-b", "ban-d"]}
    view = view_of(
        make_site(
            {"initiatives": [model, {"name": "Cách làm", "kind": "model"}]}, {"unit": "ban-b"}, {"kind": "collective"}
        )
    )
    assert [(number, url) for number, _, url in view["totals"]] == [
        (2, "ca-nhan/"),
        (1, "tap-the/"),
        (2, "mo-hinh/"),
        (2, "#don-vi"),
        (2, "#nhan-rong"),
    ]
    assert numbers(chart(view, "nhan-rong").rows) == {"Mô hình": (2,)}, "its own unit is not another"


def test_years_and_stages_are_split_by_kind_and_add_up():
    view = view_of(make_site({"year": 2023}, {"year": 2024, "kind": "collective"}, {"year": 2024, "stage": "emerging"}))
    years, stages = chart(view, "nam"), chart(view, "muc")
    assert numbers(years.rows) == {"2023": (1, 0, 1), "2024": (1, 1, 2)}
    assert numbers(stages.rows) == {"Nhân tố mới": (1, 0, 1), "Đã công nhận": (1, 1, 2), "Tiêu biểu": (0, 0, 0)}
    assert [tuple(value.number for value in item.foot.values) for item in (years, stages)] == [(2, 1, 3)] * 2
    assert [[(bar.start, bar.width) for bar in row.bars] for row in years.rows] == [
        [(0, 500), (500, 0)],
        [(0, 500), (500, 500)],
    ]


def test_units_and_fields_stand_with_the_most_first_and_ties_in_vietnamese_order():
    view = view_of(
        make_site({"unit": "ban-d", "fields": ["dat", "nuoc"]}, {"unit": "ban-d"}, {"unit": "ban-b"}, {"unit": "ban-a"})
    )
    assert numbers(chart(view, "don-vi").rows) == {"Ban Đ": (2,), "Ban Ă": (1,), "Ban B": (1,)}
    assert list(numbers(chart(view, "don-vi").rows)) == ["Ban Đ", "Ban Ă", "Ban B"]
    assert [row.label for row in chart(view, "don-vi").folded] == ["Ban cũ", "Ban mới", "Ban xưa", "Tổ B1"]
    assert numbers(chart(view, "linh-vuc").rows) == {"Nước": (4,), "Đất": (1,)}
    assert chart(view, "linh-vuc").fold == "1 lĩnh vực chưa có hồ sơ đăng ở đây"


def test_award_given_twice_to_one_profile_counts_once():
    twice = [
        {"award": "giay-khen", "year": 2022, "document": "1"},
        {"award": "giay-khen", "year": 2023, "document": "2"},
    ]
    revoked = [{"award": "bang-khen", "year": 2022, "document": "3", "status": "revoked"}]
    view = view_of(make_site({"awards": twice}, {"awards": revoked}))
    assert numbers(chart(view, "khen-thuong").rows) == {"Giấy khen": (1,)}


def test_channels_count_what_is_open_on_them():
    both = {"portal": {"publish": "2024-01-01"}, "newspaper": {"publish": "2024-01-01"}}
    assert numbers(chart(view_of(make_site({"channels": both}, {})), "chuyen-trang").rows) == {
        "Cổng": (2,),
        "Báo": (1,),
    }


def test_profile_shown_in_a_preview_only_is_not_counted():
    registry = make_registry(units=UNITS, channels=CHANNELS, duty=DUTY)
    draft = make_published(make_profile(kind="individual", name="Nháp", year=2024, unit="ban-a"), registry)
    view = view_of(Site(registry, AS_OF, (replace(draft, preview=("bản nháp",)),), preview=True))
    assert view["count"] == 0
    assert [number for number, *_ in view["totals"]] == [0] * 5


@pytest.mark.parametrize(("samples", "count"), [([True, True], 2), ([True, False], 1), ([False, False], 0)])
def test_samples_among_what_is_counted_are_known(samples, count):
    assert view_of(make_site(*({"sample": sample} for sample in samples)))["samples"] == count


def test_search_links_list_as_many_profiles_as_they_say():
    site = make_site(
        {"year": 2023},
        {"year": 2024, "kind": "collective", "stage": "outstanding"},
        {"year": 2024},
        {"initiatives": [{"name": "Mô hình", "kind": "model"}]},
    )
    view = view_of(site)
    linked = [
        value
        for item in view["charts"]
        for row in item.rows
        for value in row.values
        if value.url.startswith("tim-kiem/")
    ]
    assert len(linked) == 5
    for value in linked:
        wanted = {(key, chosen) for key, (chosen,) in parse_qs(urlsplit(value.url).query).items()}
        found = [{(facet, key) for facet, values in record.facets for key, _ in values} for record in all_records(site)]
        assert value.number == sum(wanted <= facets for facets in found) > 0, value.url


def test_long_tables_are_folded_and_lose_nobody():
    units = [make_entry(Unit, id=f"ban-{n}", name=f"Ban số {n:03}") for n in range(300)]
    view = view_of(make_site(*({"unit": f"ban-{n}"} for n in range(200)), units=units))
    by_unit = chart(view, "don-vi")
    assert (len(by_unit.rows), len(by_unit.folded), by_unit.fold) == (
        10,
        290,
        "290 đơn vị khác, trong đó 100 chưa có hồ sơ đăng ở đây",
    )
    assert (len(view["duty"].rows), len(view["duty"].folded), view["duty"].folded_none) == (15, 285, 100)


def test_cell_is_the_number_of_the_units_profiles_of_that_year():
    table = make_duty_table(make_site({"year": 2023}, {"year": 2024}, {"year": 2024}, {"year": 2021}), DUTY)
    assert cells(table)["Ban Ă"] == [1, 2, 0]
    assert [cell.state.id for cell in table.rows[0].cells] == ["least", "most", "none"]
    assert (table.rows[0].years, table.rows[0].counted) == (2, 3)


def test_profile_of_a_unit_below_counts_for_the_unit_above_too():
    table = make_duty_table(make_site({"unit": "to-b1"}, {"unit": "ban-b"}), DUTY)
    assert cells(table)["Ban B"] == [0, 2, 0]
    assert cells(table)["Tổ B1"] == [0, 1, 0]
    assert {row.name: row.below for row in table.rows} == {"Ban B": 1, "Tổ B1": 0}


def test_unit_is_not_held_to_years_in_which_it_did_not_exist():
    table = make_duty_table(make_site({}), DUTY)
    assert cells(table)["Ban mới"] == [None, None, 0]
    assert cells(table)["Ban cũ"] == [0, 0, None]
    assert "Ban xưa" not in cells(table)
    assert [row.units for row in table.years] == [5, 5, 5]


def test_exemplar_of_a_unit_dissolved_in_that_year_still_counts():
    assert cells(make_duty_table(make_site({"unit": "ban-cu", "year": 2025}), DUTY))["Ban cũ"] == [0, 0, 1]


def test_years_say_how_many_units_stand_where():
    table = make_duty_table(make_site({"year": 2023}, {"year": 2023}, {"year": 2023, "unit": "ban-d"}), DUTY)
    assert [state.label for state in table.states] == ["chưa có", "1", "từ 2"]
    assert [(row.year, row.counts, row.is_running) for row in table.years] == [
        (2023, (3, 1, 1), False),
        (2024, (5, 0, 0), False),
        (2025, (5, 0, 0), True),
    ]


@pytest.mark.parametrize(
    ("duty", "labels"),
    [
        (Duty(least=1, most=1), ["chưa có", "từ 1"]),
        (Duty(least=2, most=4), ["chưa có", "1", "2–3", "từ 4"]),
        (Duty(least=3, most=3), ["chưa có", "1–2", "từ 3"]),
    ],
)
def test_states_follow_the_duty(duty, labels):
    assert [state.label for state in make_duty_table(make_site({}), duty).states] == labels


@pytest.mark.parametrize(
    ("duty", "years"),
    [
        (Duty(least=1, most=2), [2022, 2023, 2024, 2025]),
        (Duty(least=1, most=2, first_year=2024), [2024, 2025]),
        (Duty(least=1, most=2, first_year=2024, last_year=2030), [2024, 2025]),
        (Duty(least=1, most=2, first_year=2001), list(range(2018, 2026))),
    ],
)
def test_years_are_those_of_the_programme_that_have_begun(duty, years):
    assert [row.year for row in make_duty_table(make_site({"year": 2022}), duty).years] == years


def test_programme_that_has_not_begun_or_sets_no_duty_shows_none():
    assert make_duty_table(make_site({}), Duty(least=1, most=2, first_year=2030)) is None
    assert view_of(make_site({}, duty=None))["duty"] is None


@pytest.mark.parametrize(
    ("parts", "whole", "bars"),
    [([1, 1], 4, [(0, 250), (250, 250)]), ([0, 3], 3, [(0, 0), (0, 1000)]), ([1], 10000, [(0, 4)]), ([0], 0, [(0, 0)])],
)
def test_bars_are_in_proportion_and_one_of_many_is_still_seen(parts, whole, bars):
    assert [(bar.start, bar.width) for bar in make_bars(parts, whole)] == bars


class Tables(HTMLParser):
    """The rows of each table by caption, as they read without CSS: each cell's text, and the addresses in it."""

    def __init__(self):
        super().__init__()
        self.tables, self.rows, self.cell, self.scopes = {}, [], None, Counter()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "table":
            self.rows, self.cell = [], None
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th", "caption"):
            self.cell = ["", []]
            self.scopes[tag, attributes.get("scope")] += 1
            if tag != "caption":
                self.rows[-1].append(self.cell)
        elif tag == "a" and self.cell:
            self.cell[1].append(attributes["href"])

    def handle_data(self, data):
        if self.cell:
            self.cell[0] += data

    def handle_endtag(self, tag):
        if tag == "caption":
            self.tables[" ".join(self.cell[0].split())] = self.rows
        elif tag in ("td", "th"):
            self.cell[0] = " ".join(self.cell[0].split())
        if tag in ("td", "th", "caption"):
            self.cell = None


@pytest.fixture(scope="module")
def page(repository_site):
    return (repository_site / "thong-ke/index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tables(page):
    parser = Tables()
    parser.feed(page)
    assert not [kind for kind in parser.scopes if kind[0] == "th" and kind[1] not in ("row", "col")]
    return parser.tables


def listed(repository_site, link):
    """Return how many things the list at a link of the page says it holds."""
    text = (repository_site / urljoin("thong-ke/", link) / "index.html").read_text(encoding="utf-8")
    found = re.search(r'gs-heading__count">([\d.]+) ', text) or re.search(r"<span>([\d.]+) bài</span>", text)
    return int(found.group(1).replace(".", ""))


def test_every_count_leads_to_a_list_of_that_many(repository_site, tables, page):
    checked = 0
    for caption, rows in tables.items():
        if caption.startswith(("Số hồ sơ theo", "Số bài theo")):
            for row in rows[1:]:
                for text, links in [(row[-1][0], row[0][1]), *row[1:]]:
                    for link in links:
                        if "?" not in link:
                            assert int(text.replace(".", "")) == listed(repository_site, link), (caption, link)
                            checked += 1
    totals = re.findall(r'<li><a href="(\.\./[^"]+)"><strong>([\d.]+)</strong>', page)
    assert len(totals) == 3
    for link, number in totals:
        assert int(number) == listed(repository_site, link)
    assert checked > 60


def test_tables_read_without_css(tables):
    texts = {caption: [[text for text, _ in row] for row in rows] for caption, rows in tables.items()}
    years = texts["Số hồ sơ theo năm giới thiệu"]
    assert years[0] == ["Năm", "Cá nhân", "Tập thể", "Tổng"]
    assert years[1][0] == "2023" and years[-1][0] == "Cộng"
    assert [sum(int(row[column]) for row in years[1:-1]) for column in (1, 2, 3)] == [
        int(text) for text in years[-1][1:]
    ]
    assert texts["Số đơn vị theo số hồ sơ trong năm"][0] == ["Năm", "chưa có", "1", "từ 2", "Cộng"]
    matrix = texts["Số hồ sơ của từng đơn vị theo năm giới thiệu"]
    assert matrix[0] == ["Đơn vị", "2023", "2024", "2025", "Số năm có hồ sơ"]
    assert all(re.fullmatch(r"\d+|–không tính", cell) for row in matrix[1:] for cell in row[1:-1])


def test_page_says_that_its_figures_are_of_samples_and_as_of_when(page):
    assert "Số liệu minh họa." in page
    assert "tính đến ngày 22/11/2026" in page


def test_page_blames_no_unit(page):
    assert "Chưa có hồ sơ không có nghĩa là chưa làm" in page
    assert not re.search(r"không (đạt|hoàn thành)|vi phạm|chậm", page.casefold())


def test_empty_site_says_that_there_is_nothing_to_count(project):
    done = project.run("build", "--as-of", "2026-11-22")
    assert done.returncode == 0, done.stdout + done.stderr
    text = project.page("thong-ke/")
    assert "Chưa có hồ sơ nào đang đăng" in text
    assert "<table" not in text and "gs-sample-note" not in text
