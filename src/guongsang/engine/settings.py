"""Read our settings in mkdocs.yml, and fingerprint all settings that pages depend on."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from guongsang.build.shared_inputs import fingerprint_shared
from guongsang.publication.imprint import Imprint, parse_imprint
from guongsang.storage.sealed_files import CACHE

# Not in the fingerprint as they are: they don't affect pages, or another part of it covers them.
_LEFT_OUT = ("config_file_path", "docs_dir", "site_dir", "theme", "plugins", "hooks", "watch")


def read_imprint(config: MkDocsConfig) -> Imprint:
    """Return the site's name, publisher, language and the like.

    Raises:
        BuildError: a setting has an impossible value.
    """
    return parse_imprint({**config, "language": config.theme["language"]})


def shows_samples(config: MkDocsConfig) -> bool:
    """Answer whether fictitious sample profiles are part of the site."""
    return config.extra.get("samples", True) is not False


def cache_folder(config: MkDocsConfig) -> Path:
    """Return the folder of our caches."""
    return Path(config.config_file_path).parent / CACHE


def fingerprint_settings(root: Path, config: MkDocsConfig, others: tuple[object, ...]) -> str:
    """Return the fingerprint of what all pages depend on.

    Args:
        root: the project's folder.
        config: MkDocs' settings.
        others: other values that pages may show.

    Raises:
        BuildError: a setting has an impossible value.
    """
    theme = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    settings = {key: value for key, value in config.items() if key not in _LEFT_OUT} | {
        "theme": dict(config.theme.items()),
        "plugins": list(config.plugins),
    }
    return fingerprint_shared(root, theme, settings, (*others, read_imprint(config)))


def typography(config: MkDocsConfig) -> str:
    """Return the path of Material's style sheet, whose name contains a hash; empty if missing."""
    found = sorted(
        path for folder in config.theme.dirs for path in Path(folder).glob("assets/stylesheets/main.*.min.css")
    )
    return f"assets/stylesheets/{found[0].name}" if found else ""
