"""Edits of registry, theme, settings, editorial pages and events."""

from __future__ import annotations

import re

from edits.garden import (
    Garden,
    NotNowError,
    choose,
    edit_of,
    event_text,
)

# Registry, templates, settings, editorial pages.


@edit_of("registry")
def unit_named(garden: Garden) -> str:
    return _entry(garden, "units", garden.load(garden.any_profile())["unit"], "name")


@edit_of("registry")
def field_named(garden: Garden) -> str:
    return _entry(garden, "fields", garden.load(garden.any_profile())["fields"][0], "name")


@edit_of("registry")
def award_named(garden: Garden) -> str:
    return _entry(garden, "awards", "chien-si-thi-dua-co-so", "name")


@edit_of("registry")
def clause_text(garden: Garden) -> str:
    return _entry(garden, "criteria", garden.chance.choice(["chung-1", "ca-nhan-2", "tap-the-4"]), "text")


@edit_of("registry")
def channel_tagline(garden: Garden) -> str:
    return _entry(garden, "channels", garden.chance.choice(["portal", "newspaper"]), "tagline")


def _entry(garden: Garden, registry: str, id: str, key: str) -> str:
    """Write another value of an entry's key."""
    path = garden.root / f"exemplars/_registry/{registry}.yml"
    text, new = path.read_text(encoding="utf-8"), f"Chữ mới {garden.word()}"
    found = re.sub(
        rf"(?ms)^(\s*- id: {id}\n(?:(?!\s*- id:).*?\n)*?\s+{key}: )[^\n]*\n(?!\s+[^\s:]+ )",
        rf"\g<1>{new}\n",
        text,
        count=1,
    )
    if found == text:
        raise NotNowError(f"{registry} {id} {key}")
    path.write_text(found, encoding="utf-8")
    return f"{registry}: {key} of {id}"


@edit_of("registry")
def channel_flags(garden: Garden) -> str:
    path = garden.root / "exemplars/_registry/channels.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    number = garden.chance.choice(
        [number for number, line in enumerate(lines) if re.match(r"  (press|order|embargo_titles|  # ): ?", line)]
    )
    flips = {"true": "false", "false": "true", "newest": "name", "name": "newest"}
    key, value = lines[number].split(": ")
    lines[number] = f"{key}: {flips[value]}"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return f"line {number}: {lines[number].strip()}"


@edit_of("registry")
def alias_of_an_award(garden: Garden) -> str:
    path = garden.root / "exemplars/_registry/awards.yml"
    path.write_text(
        re.sub(
            r"(?m)^  aliases: \[",
            f"  aliases: [ten-goi-{garden.word().split()[-1]}, ",
            path.read_text(encoding="utf-8"),
            count=1,
        ),
        encoding="utf-8",
    )
    return "aliases"


@edit_of("template")
def template(garden: Garden) -> str:
    file = garden.chance.choice(
        [
            "theme/main.html",
            "theme/profile.html",
            "theme/list.html",
            "theme/section.html",
            "theme/blog.html",
            "theme/macros.html",
        ]
    )
    path = garden.root / file
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r'class="(gs-[\w-]+)', rf'class="\1 moi-{garden.word().split()[-1]}', text, count=1)
    if text == changed:
        raise NotNowError(file)
    path.write_text(changed, encoding="utf-8")
    return file


@edit_of("template")
def partial(garden: Garden) -> str:
    path = garden.chance.choice(sorted((garden.root / "theme/partials").glob("*.html")))
    path.write_text(
        path.read_text(encoding="utf-8").replace('class="gs-', f'class="moi-{garden.word().split()[-1]} gs-', 1),
        encoding="utf-8",
    )
    return path.name


@edit_of("template")
def file_of_the_theme(garden: Garden) -> str:
    path = garden.root / f"theme/assets/them-{garden.word().split()[-1]}.txt"
    path.write_text(garden.word(), encoding="utf-8")
    return path.name


@edit_of("template")
def style_sheet(garden: Garden) -> str:
    path = garden.chance.choice(sorted((garden.root / "theme/assets/stylesheets").glob("*.css")))
    path.write_text(
        f"{path.read_text(encoding='utf-8')}\n.x {{ order: {garden.word().split()[-1]} }}\n", encoding="utf-8"
    )
    return path.name


@edit_of("template")
def part_of_a_style_sheet(garden: Garden) -> str:
    path = garden.chance.choice(sorted((garden.root / "theme/assets/stylesheets/guongsang").glob("*.css")))
    path.write_text(
        f"{path.read_text(encoding='utf-8')}\n.y {{ order: {garden.word().split()[-1]} }}\n", encoding="utf-8"
    )
    return path.name


@edit_of("settings")
def site_name(garden: Garden) -> str:
    return _setting(garden, "site_name", f"Gương {garden.word()}")


@edit_of("settings")
def site_url(garden: Garden) -> str:
    return _setting(garden, "site_url", f"https://example.org/{garden.word().split()[-1]}/")


@edit_of("settings")
def site_description(garden: Garden) -> str:
    return _setting(garden, "site_description", f"Trang {garden.word()}.")


@edit_of("settings")
def programme(garden: Garden) -> str:
    return _setting(garden, "  programme", f"Chương trình {garden.word()}")


def _setting(garden: Garden, key: str, value: str) -> str:
    path = garden.root / "mkdocs.yml"
    path.write_text(re.sub(rf"(?m)^{key}: .*$", f"{key}: {value}", path.read_text(encoding="utf-8")), encoding="utf-8")
    return value


@edit_of("settings")
def owner(garden: Garden) -> str:
    return _setting(garden, "  owner", f"Bộ {garden.word()}")


@edit_of("settings")
def share(garden: Garden) -> str:
    return garden.replace(
        "mkdocs.yml",
        "{title: Facebook",
        (
            f"{{title: Nơi {garden.word().split()[-1]}, icon: simple/zalo, "
            'url: "https://chia-se.example/?u={url}"}\n    - {title: Facebook'
        ),
    )


@edit_of("settings")
def nav(garden: Garden) -> str:
    return garden.replace("mkdocs.yml", "  - Liên hệ: lien-he.md", f"  - Liên hệ {garden.word()}: lien-he.md")


@edit_of("settings")
def menu(garden: Garden) -> str:
    return garden.replace(
        "mkdocs.yml", "{title: Cá nhân", f"{{title: {garden.word()}, url: nam/}}\n    - {{title: Cá nhân"
    )


@edit_of("settings")
def card_colour(garden: Garden) -> str:
    return (
        garden.replace(
            "mkdocs.yml", "extra:\n", f'extra:\n  card: {{accent: "#{garden.chance.randrange(16**6):06x}"}}\n'
        )
        if "\n  card:" not in (garden.root / "mkdocs.yml").read_text(encoding="utf-8")
        else _setting(garden, "  card", "{}")
    )


@edit_of("settings")
def samples(garden: Garden) -> str:
    is_on = "\n  samples: true" in (garden.root / "mkdocs.yml").read_text(encoding="utf-8")
    return _setting(garden, "  samples", "false" if is_on else "true")


@edit_of("content")
def editorial(garden: Garden) -> str:
    path = garden.root / "content" / garden.chance.choice(["gioi-thieu.md", "lien-he.md", "huong-dan/index.md"])
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{garden.word()}\n", encoding="utf-8")
    return path.name


@edit_of("content")
def editorial_added(garden: Garden) -> str:
    path = garden.root / f"content/trang-{garden.word().split()[-1]}.md"
    path.write_text("# Trang mới\n\nChữ.\n", encoding="utf-8")
    return path.name


@edit_of("content")
def editorial_link(garden: Garden) -> str:
    """A link to a profile may be to one that isn't shown, or that goes later."""
    path, to = garden.root / "content/gioi-thieu.md", garden.any_profile().parent.name
    path.write_text(
        re.sub(r"(?m)^Gặp \[.*\n", "", path.read_text(encoding="utf-8")) + f"\nGặp [{garden.word()}](/ho-so/{to}/).\n",
        encoding="utf-8",
    )
    return to


@edit_of("content")
def event_added(garden: Garden) -> str:
    path = garden.root / f"content/su-kien/posts/su-kien-{garden.word().split()[-1]}.md"
    day = garden.chance.randrange(18, 27)
    path.write_text(
        event_text(
            f"Gặp gỡ {garden.word()}",
            f"2026-11-{day}",
            f"2026-11-{day + 1}",
            [item.parent.name for item in garden.chance.sample(garden.profiles, 2)],
        ),
        encoding="utf-8",
    )
    return path.name


@edit_of("content")
def event_edited(garden: Garden) -> str:
    path = choose(garden, sorted(garden.root.glob("content/su-kien/posts/*.md")))
    path.write_text(
        re.sub(r"(?m)^place: .*$", f"place: Sân {garden.word()}", path.read_text(encoding="utf-8")), encoding="utf-8"
    )
    return str(path.name)


@edit_of("content")
def event_embargoed(garden: Garden) -> str:
    path = choose(garden, sorted(garden.root.glob("content/su-kien/posts/*.md")))
    text = re.sub(r"(?m)^publish: .*\n", "", path.read_text(encoding="utf-8"))
    path.write_text(
        text.replace("---\n", f"---\npublish: {garden.chance.choice(['2026-11-22T18:00:00', '2026-11-19'])}\n", 1),
        encoding="utf-8",
    )
    return str(path.name)


@edit_of("content")
def event_removed(garden: Garden) -> str:
    path = choose(garden, sorted(garden.root.glob("content/su-kien/posts/*.md")))
    path.unlink()
    return str(path.name)
