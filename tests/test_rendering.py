"""Pages with reused cards and parts are the same as without; templates escape as Jinja does."""

from datetime import datetime
from itertools import product

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup
from mkdocs.utils import normalize_url
from mkdocs.utils.templates import url_filter as engine_url

from builders import make_entry, make_profile, make_published, make_registry
from guongsang.build.templates.escaping import EscapingGenerator, escaped
from guongsang.build.templates.renderer import PageRenderer, part_function, url_filter
from guongsang.outputs.artifacts import PageArtifact
from guongsang.outputs.pages.text_file import _wrap
from guongsang.outputs.parts.cards import make_card
from guongsang.publication.site import Site, sort_newest
from guongsang.registry.model import Channel
from guongsang.text.dates import LOCAL

REGISTRY = make_registry(channels=[make_entry(Channel, id="portal", name="Cổng")])
PEOPLE = [
    make_published(
        make_profile(kind="individual", name=f"Người <{n}>", channels={"portal": {"publish": "2024-01-02"}}),
        REGISTRY,
        slug=f"nguoi-{n}",
    )
    for n in range(3)
]
MACRO = (
    '{% macro card(card, level=3) %}<h{{ level }}><a href="{{ card.url | url }}">{{ card.name }}</a></h{{ level '
    "}}>{% endmacro %}"
)
TEMPLATES = {
    "macros.html": MACRO,
    "once.html": (
        '{% import "macros.html" as gs with context %}{% for card in view.cards %}{{ once(gs.card, card, '
        "level=view.level) }}{% endfor %}"
    ),
    "once_each.html": '{% import "macros.html" as gs with context %}{{ each(gs.card, view.cards, level=view.level) }}',
    "each.html": (
        '{% import "macros.html" as gs with context %}{% for card in view.cards %}{{ gs.card(card, '
        "level=view.level) }}{% endfor %}"
    ),
    "shared.html": '{{ part("bar.html", view.bar) }}',
    "bar.html": '{% for url in view.bar %}<a href="{{ url | url }}">{{ url }}</a>{% endfor %}',
}
ADDRESSES = [
    "",
    "nam/",
    "nam/2024/",
    "nam/2024/trang-2/",
    "linh-vuc/dat-dai/",
    "ho-so/nguoi-0/",
    "ho-so/nguoi-1/",
    "ho-so/nguoi-1/nhung/",
    "ho-so/",
    "ho-so/nguoi-2/a/",
    "ho-so/trang-2/",
    "ho-so/nam/2024/trang-2/",
]


@pytest.fixture
def site_of_three():
    return Site(REGISTRY, datetime(2025, 1, 1, tzinfo=LOCAL), tuple(sort_newest(PEOPLE)))


@pytest.fixture
def renderer(site_of_three):
    environment = Environment(loader=DictLoader(TEMPLATES), autoescape=True)
    environment.code_generator_class = EscapingGenerator
    environment.filters["url"] = url_filter(engine_url)
    environment.globals["part"] = part_function(environment, ["nam/"])
    return PageRenderer(environment, {}, site_of_three, "Trang")


def test_card_rendered_once_reads_on_every_page_as_if_rendered_there(renderer):
    cards = [make_card(profile) for profile in PEOPLE]
    for _, url, level in product(range(2), ADDRESSES, (2, 3)):
        view = {"cards": cards, "level": level}
        once, once_each, each = (
            renderer.render(PageArtifact(url, template, "Tên", view=view), None)
            for template in ("once.html", "once_each.html", "each.html")
        )
        assert once == once_each == each, url


def test_part_of_a_list_is_not_shown_on_another(renderer):
    one, other = ("ca-nhan/a/", "ca-nhan/"), ("ca-nhan/b/", "ca-nhan/")
    pages = [
        PageArtifact(f"ca-nhan/{name}/trang-{number}/", "shared.html", "Tên", view={"bar": bar})
        for number in (2, 3)
        for name, bar in (("a", one), ("b", other))
    ]
    texts = [renderer.render(page, None) for page in pages]
    assert texts[0] == texts[2] == '<a href="../">ca-nhan/a/</a><a href="../../">ca-nhan/</a>'
    assert texts[1] == texts[3] == '<a href="../">ca-nhan/b/</a><a href="../../">ca-nhan/</a>'


def test_way_between_folders_is_the_engine_s(renderer):
    folders = ["/".join(steps) + "/" for count in (1, 2, 3) for steps in product(("a", "b", "trang-2"), repeat=count)]
    for start, end in product(["", *folders], folders):
        page = PageArtifact(start, "shared.html", "Tên", view={"bar": (end,)})
        engines = type("Page", (), {"url": start})()
        assert f'href="{normalize_url(end, page=engines)}"' in renderer.render(page, None), (start, end)


@pytest.mark.parametrize("value", ["a < b & 'c' \"d\"", Markup("<b>đậm</b>"), 5, None, "", ["<i>"], 1.5])
def test_escaping_is_that_of_jinja(value):
    quick = Environment(autoescape=True)
    quick.code_generator_class = EscapingGenerator
    text = (
        "{% macro m(x) %}[{{ x }}]{% endmacro %}{% set s %}{{ x }}{% endset %}{{ x }}|{{ m(x) }}|{{ s }}|{{ x ~ m(x) "
        "}}|{{ x | safe }}|{% if x %}{{ x | e }}{% endif %}"
    )
    assert quick.from_string(text).render(x=value) == Environment(autoescape=True).from_string(text).render(x=value)
    assert escaped(value) == Environment(autoescape=True).from_string("{{ x }}").render(x=value)


def test_without_autoescape_nothing_is_escaped():
    quick = Environment(autoescape=False)
    quick.code_generator_class = EscapingGenerator
    assert quick.from_string("{{ x }}").render(x="<b>") == "<b>"


@pytest.mark.parametrize("lengths", [[1], [88], [89], [87, 1], [44, 43], [44, 44], [200, 3, 90], [3, 200], [20] * 30])
def test_wrapped_text_keeps_its_words_and_fills_its_lines(lengths):
    words = ["x" * length for length in lengths]
    *lines, last = _wrap("  ".join(words), first="- ", rest="  ")
    assert last == ""
    assert " ".join(line[2:] for line in lines).split() == words
    assert all(len(line) <= 88 or " " not in line[2:] for line in lines)
    assert all(
        len(line) + 1 + len(following[2:].split()[0]) > 88 for line, following in zip(lines, lines[1:], strict=False)
    )
