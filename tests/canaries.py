"""Canaries: words, days and numbers that nothing else has, one for each thing that people write, and who may see it.

Values are made from the model itself: a new text, day or number gets its canary without a line here. A field of another
type can't be filled before `GIVEN` says how. Where it may be seen follows from the field's visibility, status, consent
and the days, not from what a build shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from canary_words import Aviary, Seen, nowhere
from guongsang.manuscripts.authored import Authored, submodel_of, visibility_of
from guongsang.manuscripts.profile import Profile

AS_OF = date(2026, 11, 22)


@dataclass(frozen=True)
class Situation:
    """A profile's standing.

    That is its review status, the channels whose day has come, what the consent covers, for which channels, and whether
    it has expired.
    """

    name: str
    status: str
    due: frozenset[str] = frozenset({"portal", "newspaper"})
    covers: tuple[str, ...] = ("name", "image", "story", "contact")
    consented: tuple[str, ...] = ("portal", "newspaper")
    expired: bool = False

    @property
    def open(self) -> frozenset[str]:
        """The channels that may show it."""
        may = self.status == "approved" and "name" in self.covers and not self.expired
        return self.due & set(self.consented) if may else frozenset()

    @property
    def is_announced(self) -> bool:
        """Whether it was to be seen and has been withdrawn, which its address tells."""
        return self.status == "withdrawn" and bool(self.due)


CHANNELS: Mapping[str, Mapping[str, Any]] = {
    "open": {},
    "press-waits": {"due": frozenset({"portal"})},
    "portal-waits": {"due": frozenset({"newspaper"})},
    "all-wait": {"due": frozenset()},
    "expired": {"expired": True},
    "no-image": {"covers": ("name", "story", "contact")},
    "no-story": {"covers": ("name", "image", "contact")},
    "no-contact": {"covers": ("name", "image", "story")},
}
# What is an error in an approved profile, so that there is no site at all.
REFUSED: Mapping[str, Mapping[str, Any]] = {
    "no-name": {"covers": ("image", "story", "contact")},
    "not-consented": {"consented": ("portal",)},
}
STATUSES = get_args(get_args(Profile.model_fields["review"].annotation)[0].model_fields["status"].annotation)
SITUATIONS = tuple(
    Situation(f"{status}.{name}", status, **how)
    for status in STATUSES
    for name, how in (CHANNELS if status == "approved" else {**CHANNELS, **REFUSED}).items()
)
PATHS = {"portal": "cong-thong-tin/", "newspaper": "bao/"}
PRESS = ("newspaper",)

# Values without a word of their own: a choice of few, an id of the registry, or what makes the clauses answered.
# Each item of a list is given with what it must say; a later or revoked one is there to stay unseen.
GIVEN: Mapping[str, Any] = {
    "kind": "individual",
    "unit": "don-vi-chim",
    "fields": ["vien-tham"],
    "year": 2024,
    "stage": "outstanding",
    "movements": ["phong-trao-chim"],
    "sample": False,
    "ratings": [{"year": 2022, "rating": "excellent"}, {"year": 2023, "rating": "excellent"}],
    "awards": [
        {"award": "chien-si-thi-dua-co-so", "year": year, "status": "valid", "posthumous": False}
        for year in (2022, 2023)
    ]
    + [{"award": "chien-si-thi-dua-co-so", "year": 2021, "status": "revoked", "posthumous": False}],
    "initiatives": [{"kind": "initiative", "since": 2020, "replicated_at": ["don-vi-chim-hai"]}],
    "evidence": [{"clause": clause} for clause in ("chung-2", "chung-3", "ca-nhan-1")],
    "photos": [{"role": "portrait", "focus": "50% 30%"}],
    "press.coverage": [{"channel": None}, {"channel": None, "date": "later"}],
    "follow_up": [{"decision": "keep"}, {"decision": "keep", "date": "later"}],
    "corrections": [{}, {"date": "later"}],
}
# Texts that must look like something, and days that must stand in an order. `{}` is the canary.
_SHAPES = {
    "name": "Lò Thị {}",
    "aliases": "{}",
    "photos.file": "{}.jpg",
    "press.contact.email": "{}@vi.example",
    "press.coverage.url": "https://bao.example/{}",
    "summary": (
        "Một kỹ sư trẻ tên {} tìm ra cách đọc ảnh nhanh hơn, và chỉ cho các đơn vị bạn cùng làm theo từng bước một."
    ),
}
_DAYS_FROM = {
    "recognition.date": date(2024, 1, 10),
    "photos.taken": date(2021, 3, 1),
    "consent.date": date(1950, 1, 1),
    "consent.expires": date(2090, 1, 1),
    "press.coverage.date": date(1985, 1, 1),
    "follow_up.date": date(2026, 1, 5),
    "corrections.date": date(2026, 8, 1),
    "review.date": date(1955, 1, 1),
}
_AWARDED = {2021: date(2021, 5, 1), 2022: date(2022, 3, 1), 2023: date(2023, 4, 1)}


def types_of(info: FieldInfo) -> set[Any]:
    """Return the plain types in a field's type; a choice counts as `Literal`."""
    found: set[Any] = set()
    pending: list[Any] = [info.annotation]
    while pending:
        candidate = pending.pop()
        if get_origin(candidate) is Literal:
            found.add(Literal)
        elif get_origin(candidate) is Annotated:
            pending.append(get_args(candidate)[0])
        elif get_args(candidate):
            pending.extend(get_args(candidate))
        elif candidate is not type(None):
            found.add(candidate)
    return found


@dataclass
class Planter:
    """Fills one profile: `number` tells it from the others, `filled` gathers the places of fields that got a canary."""

    aviary: Aviary
    number: int
    situation: Situation
    slug: str = ""
    filled: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.slug = self.plant(
            "(folder)", self._address(), must=bool(self.situation.open or self.situation.is_announced)
        )

    def plant(self, place: str, may: Seen = nowhere, *, must: bool = False) -> str:
        return self.aviary.word(f"{self.situation.name}: {place}", may, must=must)

    def day(self, place: str, start: date, may: Seen, must: bool) -> str:
        return self.aviary.keep(
            (start + timedelta(self.number)).isoformat(), f"{self.situation.name}: {place}", may, must
        )

    # Who may see what.

    def _address(self) -> Seen:
        return (
            (lambda name: True) if self.situation.is_announced else self._public() if self.situation.open else nowhere
        )

    def _public(self) -> Seen:
        """Return a predicate of file names: true where all may see it.

        That is the whole site, except the sections of channels that may not show it, the press files of other profiles,
        and its own press files if no press channel may show it.
        """
        closed = tuple(path for channel, path in PATHS.items() if channel not in self.situation.open)

        def may(name: str) -> bool:
            kit = re.match(r"ho-so/([^/]+)/bao-chi/", name)
            return not name.startswith(closed) and (
                not kit or (kit[1] == self.slug and "newspaper" in self.situation.open)
            )

        return may if self.situation.open else nowhere

    def _press(self) -> Seen:
        """In its own press files, in the panel of its page, and in what press channels' ninjs lists tell newsrooms."""
        may = "newspaper" in self.situation.open and "contact" in self.situation.covers
        own = f"ho-so/{self.slug}/"
        return (
            (
                lambda name: name.startswith(
                    (f"{own}bao-chi/", f"{own}index.html", *(f"{PATHS[channel]}ninjs" for channel in PRESS))
                )
            )
            if may
            else nowhere
        )

    def seen(self, place: str, visibility: str, hidden: bool = False) -> tuple[Seen, bool]:
        """Return where a value may be seen, and if it must. `hidden`: its record is revoked or of a later day."""
        situation = self.situation
        if situation.is_announced and place in ("id", "review.notice", "aliases", "review.date"):
            return (
                lambda name: (
                    not name.startswith(tuple(path for channel, path in PATHS.items() if channel not in situation.due))
                ),
                place in ("review.notice", "review.date"),
            )
        if visibility == "internal" or place == "review.notice" or hidden:
            return nowhere, False
        if visibility == "press":
            return (may := self._press()), may is not nowhere
        covered = {"photos": "image", "press.quotes": "story", "(body)": "story"}
        if any(place.startswith(begin) and need not in situation.covers for begin, need in covered.items()):
            return nowhere, False
        return self._public(), bool(situation.open)

    # What is written.

    def fill(
        self,
        model: type[Authored] = Profile,
        prefix: str = "",
        given: Mapping[str, Any] = GIVEN,
        outer: str = "public",
        *,
        hidden: bool = False,
    ) -> dict[str, Any]:
        """Return all fields of a model as people would write them.

        Nothing is seen of fields inside something hidden, or inside something that `outer` keeps internal.
        """
        written: dict[str, Any] = {}
        hidden = hidden or given.get("status") == "revoked" or given.get("date") == "later"
        for name, info in model.model_fields.items():
            place = f"{prefix}{name}"
            visibility = max((outer, visibility_of(info)), key=("public", "press", "internal").index)
            inner = submodel_of(info)
            if place == "channels":
                written[name] = self._channels(inner, place)
            elif place == "internal":
                written[name] = self._notes()
                self.filled.add(place)
            elif inner and list in _containers(info):
                written[name] = [
                    self.fill(inner, f"{place}.", item, visibility, hidden=hidden) for item in GIVEN.get(place, [{}])
                ]
            elif inner:
                written[name] = self.fill(inner, f"{place}.", {}, visibility, hidden=hidden)
            elif name in given and given[name] != "later":
                if given[name] is not None:
                    written[name] = given[name]
            else:
                written[name] = self._value(place, info, *self.seen(place, visibility, hidden), given)
        return {key: value for key, value in written.items() if value is not None}

    def _value(self, place: str, info: FieldInfo, may: Seen, must: bool, given: Mapping[str, Any]) -> Any:
        types = types_of(info)
        situation = self.situation
        if place == "review.status":
            return situation.status
        if place == "consent.covers":
            return list(situation.covers)
        if place == "consent.channels":
            return list(situation.consented)
        self.filled.add(place)
        if place == "id":
            return self.aviary.keep(f"dh-2024-{1000 + self.number}", f"{situation.name}: id", may, must).upper()
        if types == {str}:
            word = self.plant(place, may, must=must)
            text = _SHAPES.get(place, "Chữ {} ở đây").format(word.title() if place == "name" else word)
            return [text] if list in _containers(info) else text
        if types == {date}:
            return self.day(place, self._start(place, given), may, must)
        if types == {int}:
            return int(
                self.aviary.keep(str(7_000_000 + len(self.aviary.planted)), f"{situation.name}: {place}", may, must)
            )
        raise AssertionError(f"say in GIVEN what {place} holds")

    def _start(self, place: str, given: Mapping[str, Any]) -> date:
        if given.get("date") == "later":
            return {
                "press.coverage.date": date(2093, 1, 1),
                "follow_up.date": date(2094, 1, 1),
                "corrections.date": date(2095, 1, 1),
            }[place]
        if place == "awards.date":
            return _AWARDED[given["year"]]
        if place == "consent.expires" and self.situation.expired:
            return date(2025, 10, 1)
        if place == "review.date" and self.situation.status == "withdrawn":
            return date(2026, 3, 1)
        return _DAYS_FROM[place]

    def _channels(self, plan: type[Authored] | None, place: str) -> dict[str, dict[str, str]]:
        assert plan
        self.filled |= {place, *(f"{place}.{name}" for name in plan.model_fields)}
        written: dict[str, dict[str, str]] = {}
        for channel, (due, later) in {
            "portal": (date(2024, 3, 1), date(2091, 1, 1)),
            "newspaper": (date(2024, 10, 2), date(2092, 1, 1)),
        }.items():
            is_open = channel in self.situation.open
            may = self._public() if is_open else nowhere
            values = {
                "publish": self.day(
                    f"{place}.{channel}.publish", due if channel in self.situation.due else later, may, is_open
                )
            }
            values |= {
                name: self.plant(f"{place}.{channel}.{name}", may, must=is_open)
                for name in plan.model_fields
                if name != "publish"
            }
            written[channel] = values
        return written

    def _notes(self) -> dict[str, Any]:
        return {
            self.plant("internal (key)"): [
                {
                    "ghi": self.plant("internal (deep)"),
                    "ai": [self.plant("internal (list)"), {"x": {"y": self.plant("internal (deeper)")}}],
                }
            ]
        }

    def body(self, links: Iterable[str]) -> str:
        """Return a body with words to be read, and with what only who edits the file may see."""
        may, must = self.seen("(body)", "public")

        def read(what: str) -> str:
            return self.plant(f"(body) {what}", may, must=must)

        def unread(what: str) -> str:
            return self.plant(f"(body) {what}")

        to = "".join(f" [bạn đồng nghiệp](/ho-so/{slug}/) và [bạn](../{slug}/)." for slug in links)
        return (
            f"Mở đầu {read('opening')}.{to}\n\n<!-- {unread('comment')} -->\n\n## Thành tích {read('heading')}\n\n"
            f"Chữ <!-- {unread('comment in a line')} --> **{read('bold')}**.\n\n"
            f'[nguồn](https://nguon.example/{read("link")}) <span data-note="{unread("attribute")}">chữ</span>\n\n'
            f"## Thành tích\n\n<script>{unread('script')}</script>\n\n"
            f"| a | b |\n|---|---|\n| {read('table')} | 1 |\n\n## Cách làm\n\n- {read('list')}\n\n## Hiệu quả\n\n"
            f"> {read('citation')}\n\n"
            f'## Bài học\n\nHết.\n\n[khong-dung]: https://kin.example/{unread("unused link")} "{unread("its title")}"\n'
        )


def _containers(info: FieldInfo) -> set[Any]:
    found: set[Any] = set()
    pending: list[Any] = [info.annotation]
    while pending:
        candidate = pending.pop()
        found.add(get_origin(candidate))
        pending.extend(item for item in get_args(candidate) if not isinstance(item, str))
    return found
