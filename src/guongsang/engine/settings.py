"""What the settings in mkdocs.yml say to us: of the site, of its look, and their fingerprint."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from guongsang.build.shared_inputs import fingerprint_shared
from guongsang.publication.imprint import Imprint, parse_imprint

_PLACES = (
    "config_file_path",
    "docs_dir",
    "site_dir",
    "theme",
    "plugins",
    "hooks",
    "watch",
)  # settings that say nothing of how a page looks, or say it elsewhere


def read_imprint(config: MkDocsConfig) -> Imprint:
    """Return what the settings say of the site. Raises BuildError where one can't be what it says."""
    return parse_imprint({**config, "language": config.theme["language"]})


def shows_samples(config: MkDocsConfig) -> bool:
    """Answer whether fictional profiles are part of the site."""
    return config.extra.get("samples", True) is not False


def fingerprint_settings(root: Path, config: MkDocsConfig, told: tuple[object, ...]) -> str:
    """Return the fingerprint of all that pages share; `told` is what they may tell beside the settings. Raises BuildError as `read_imprint`."""
    theme = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    settings = {key: value for key, value in config.items() if key not in _PLACES} | {
        "theme": dict(config.theme.items()),
        "plugins": list(config.plugins),
    }
    return fingerprint_shared(root, theme, settings, (*told, read_imprint(config)))


def typography(config: MkDocsConfig) -> str:
    """Return the path of Material's style sheet, which carries a digest in its name."""
    found = sorted(
        path for folder in config.theme.dirs for path in Path(folder).glob("assets/stylesheets/main.*.min.css")
    )
    return f"assets/stylesheets/{found[0].name}" if found else ""
