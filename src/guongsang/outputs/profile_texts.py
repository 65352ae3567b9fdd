"""The texts of a profile that stand in files of the whole site: its story in feeds, its lines in the open data. Made once, with its pages."""

from __future__ import annotations

from dataclasses import dataclass

from guongsang.outputs.dossier import Dossier
from guongsang.outputs.feed_story import render_story
from guongsang.outputs.open_data.files import DataLines, data_lines


@dataclass(frozen=True, slots=True)
class ProfileTexts:
    """What a profile gives files of the whole site."""

    story: str
    data: DataLines


def profile_texts(dossier: Dossier) -> ProfileTexts:
    """Return the texts of a profile."""
    return ProfileTexts(render_story(dossier.profile, dossier.site), data_lines(dossier.profile, dossier.site))
