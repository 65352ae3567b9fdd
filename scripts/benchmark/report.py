"""The table of the benchmark in Markdown: the cost of each task for both sides, with its target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmark.building import Ours, Theirs
from benchmark.measuring import Cost
from benchmark.photographs import Photos

COLD, EDITED, UNCHANGED, MEMORY, GROWTH, PHOTOS = 1.0, 0.10, 0.05, 1.0, 1.15, 1.0  # ratios, at most
SAVE_TO_PAGE, PHOTOS_UNCHANGED = 1.0, 1.0  # seconds, at most
_HEAD = ("", "ta", "đối chứng", "tỉ số", "tỉ số CPU", "đích", "")


@dataclass(frozen=True)
class Sizes:
    """What our cold build costs at two numbers of profiles."""

    small: int
    small_cost: Cost
    large: int
    large_cost: Cost


def render_table(
    builds: Ours | None,
    theirs: Theirs | None,
    sizes: Sizes | None,
    preview: tuple[float, float] | None,
    photos: Photos | None,
) -> str:
    """Return the table of all that was measured. A row stands where its measurement does."""
    rows = [
        *_build_rows(builds, theirs),
        *_preview_row(preview),
        *_memory_row(builds, theirs),
        *_growth_row(sizes),
        *_photo_rows(photos),
    ]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (_HEAD, ("---",) * len(_HEAD), *rows))


def _build_rows(builds: Ours | None, theirs: Theirs | None) -> Iterator[tuple[str, ...]]:
    cold, again = (theirs.cold, theirs.again) if theirs else (None, None)
    if theirs:
        yield "(đối chứng: Hugo, từ đầu)", "", _cost(theirs.hugo), "", "", "", ""
        yield "(đối chứng: Pagefind, từ đầu)", "", _cost(theirs.pagefind), "", "", "", ""
    yield _ratio_row("dựng từ đầu, đủ trang (thẻ chia sẻ đã vẽ từ trước)", builds.cold if builds else None, cold, COLD)
    yield _ratio_row("dựng từ đầu, kể cả vẽ thẻ chia sẻ", builds.drawing if builds else None, cold)
    if builds:
        yield (
            "riêng việc vẽ thẻ chia sẻ (hiệu của hai dòng trên)",
            f"{builds.drawing.seconds - builds.cold.seconds:.2f} s (CPU {builds.drawing.cpu - builds.cold.cpu:.2f})",
            *[""] * 5,
        )
    yield _ratio_row(
        "sửa một chữ trong một hồ sơ, lần đầu sau khi dựng từ đầu", builds.first if builds else None, again, EDITED
    )
    yield _ratio_row("sửa một chữ trong một hồ sơ, các lần sau", builds.body if builds else None, again, EDITED)
    yield _ratio_row("sửa tít của một hồ sơ", builds.title if builds else None, again, EDITED)
    yield _ratio_row("không sửa gì", builds.unchanged if builds else None, again, UNCHANGED)


def _preview_row(preview: tuple[float, float] | None) -> Iterator[tuple[str, ...]]:
    if preview:
        first, saved = preview
        yield (
            f"serve: từ khi lưu đến khi trang mới hiện (trang đầu sau {first:.1f} s)",
            f"{saved:.2f} s",
            "",
            "",
            "",
            f"≤ {SAVE_TO_PAGE:.0f} s",
            _verdict(saved <= SAVE_TO_PAGE),
        )


def _memory_row(builds: Ours | None, theirs: Theirs | None) -> Iterator[tuple[str, ...]]:
    own = (
        max(
            cost.memory
            for cost in (builds.cold, builds.drawing, builds.first, builds.body, builds.title, builds.unchanged)
        )
        if builds
        else None
    )
    other = max(theirs.hugo.memory, theirs.pagefind.memory) if theirs else None
    ratio = own / other if own and other else None
    yield (
        "bộ nhớ lúc nhiều nhất",
        f"{own:.0f} MiB" if own else "",
        f"{other:.0f} MiB" if other else "",
        _times(ratio),
        "",
        f"≤ {MEMORY:.2f} ×",
        _met(ratio, MEMORY),
    )


def _growth_row(sizes: Sizes | None) -> Iterator[tuple[str, ...]]:
    if sizes:
        small, large = (
            Cost(cost.seconds / count, cost.cpu / count, 0)
            for count, cost in ((sizes.small, sizes.small_cost), (sizes.large, sizes.large_cost))
        )
        ratio = large.seconds / small.seconds
        yield (
            f"giá một hồ sơ: {sizes.large} so với {sizes.small} (đều có thẻ đã vẽ)",
            f"{1000 * large.seconds:.1f} ms (CPU {1000 * large.cpu:.1f})",
            f"{1000 * small.seconds:.1f} ms (CPU {1000 * small.cpu:.1f})",
            _times(ratio),
            _times(large.cpu / small.cpu),
            f"≤ {GROWTH:.2f} ×",
            _met(ratio, GROWTH),
        )


def _photo_rows(photos: Photos | None) -> Iterator[tuple[str, ...]]:
    if photos:
        own = photos.cold and _each(photos.cold, photos.timed)
        other = photos.hugo_cold and _each(photos.hugo_cold, photos.timed)
        yield _ratio_row(f"một ảnh 12 Mpx, từ đầu (ta và Hugo: {photos.timed} ảnh)", own, other, PHOTOS)
    if photos and photos.unchanged:
        yield (
            f"{photos.count} hồ sơ, mỗi hồ sơ một ảnh, không đổi: dựng lại cả trang",
            _cost(photos.unchanged),
            "",
            "",
            "",
            f"≤ {PHOTOS_UNCHANGED:.0f} s",
            _verdict(photos.unchanged.seconds <= PHOTOS_UNCHANGED),
        )


def _ratio_row(what: str, own: Cost | None, other: Cost | None, most: float | None = None) -> tuple[str, ...]:
    ratio, cpu = (own.seconds / other.seconds, own.cpu / other.cpu) if own and other else (None, None)
    return (
        what,
        _cost(own),
        _cost(other),
        _times(ratio),
        _times(cpu),
        f"≤ {most:.2f} ×" if most else "",
        _met(ratio, most),
    )


def _each(cost: Cost, count: int) -> Cost:
    return Cost(cost.seconds / count, cost.cpu / count, cost.memory)


def _cost(cost: Cost | None) -> str:
    return f"{cost.seconds:.2f} s (CPU {cost.cpu:.2f}, {cost.memory:.0f} MiB)" if cost else ""


def _times(ratio: float | None) -> str:
    return f"{ratio:.2f} ×" if ratio is not None else ""


def _met(ratio: float | None, most: float | None) -> str:
    return _verdict(ratio <= most) if ratio is not None and most is not None else ""


def _verdict(met: bool) -> str:
    return "đạt" if met else "CHƯA ĐẠT"
