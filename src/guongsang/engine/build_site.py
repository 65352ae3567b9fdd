"""Start MkDocs for a checked project (what it does at each event: `adapter.py`), or for one kit."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from guongsang.engine.adapter import SESSION, BuildRequest, Report  # first: it silences the theme's notice

from mkdocs.commands import build as mkdocs_build  # isort: skip
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException

from guongsang.build.check_profile import CheckedProfile
from guongsang.build.check_project import ProjectCheck
from guongsang.build.compile_profile import compile_profile
from guongsang.build.compile_site import Edition
from guongsang.build.output.workplace import Workplace
from guongsang.engine.settings import read_imprint, shows_samples
from guongsang.errors import BuildError
from guongsang.publication.site import Site
from guongsang.storage.error_messages import explain_fault


@dataclass(frozen=True, slots=True)
class Built:
    """A finished site.

    Attributes:
        shown: number of profiles.
        folder: where it is.
    """

    shown: int
    folder: Path


def build_site(
    root: Path,
    edition: Edition,
    *,
    site_dir: Path | None = None,
    report: Report | None = None,
    compress: bool = False,
    workplace: Workplace | None = None,
) -> Built:
    """Build the site of an edition.

    Args:
        root: the project's folder, with mkdocs.yml.
        edition: what to build; it may have errors only if the faulty files are withheld.
        site_dir: where to build; None for the folder that mkdocs.yml sets.
        report: called with a stage's name, items done, total, and how many of the done were reused.
        compress: whether text files get gzipped twins too.
        workplace: a work tree that was begun already; used if it is for the same folder.

    Raises:
        BuildError: it failed; the earlier site is unchanged.
    """
    options = {"site_dir": str(site_dir)} if site_dir else {}
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    SESSION.request = BuildRequest(edition, report, compress, workplace)
    try:
        config = load_config(str(root / "mkdocs.yml"), **options)
        require_hook(config)
        SESSION.on_startup(command="build", dirty=False)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build.build(config)
        finally:
            config.plugins.on_shutdown()
        return Built(len(SESSION.current_site.profiles), Path(config.site_dir))
    except (MkDocsException, Abort, OSError) as error:
        raise BuildError(explain_fault(error).removeprefix("lỗi: ")) from error
    finally:
        SESSION.close()
        SESSION.request, SESSION.site = BuildRequest(), None


def require_hook(config: MkDocsConfig) -> None:
    """Raise BuildError unless mkdocs.yml names our hook; without it MkDocs builds another site."""
    hooks: Any = config.hooks  # MkDocs declares a list here, and gives a dict
    if not any(getattr(hook, "on_config", None) == SESSION.on_config for hook in hooks.values()):
        raise BuildError("mkdocs.yml thiếu mục hooks: [hooks/exemplars.py]")


def load_profile_site(root: Path, found: ProjectCheck, checked: CheckedProfile) -> Site:
    """Return a site that holds one profile alone, with the settings of mkdocs.yml.

    Raises:
        BuildError: The settings can't be read, or the profile has changed since it was checked.
    """
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    try:
        config = load_config(str(root / "mkdocs.yml"))
        imprint = read_imprint(config)
        return replace(compile_profile(root, found, checked, samples=shows_samples(config)), imprint=imprint)
    except (MkDocsException, Abort, OSError) as error:
        raise BuildError(str(error).removeprefix("lỗi: ")) from error
