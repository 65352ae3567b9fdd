"""Files from which a web server learns to answer 410 (withdrawn profiles) and 301 (moved ones).

They are not served: their names begin with a dot, which `deploy/nginx` answers with 404. A server
that doesn't use them shows the notice or the redirect page with status 200.
"""

from __future__ import annotations

from collections.abc import Iterator

from guongsang.outputs.artifacts import FileArtifact
from guongsang.publication.site import Site
from guongsang.text.addresses import profile_url

GONE = ".410"  # empty marker beside a notice: all below its address is gone
MOVED = ".may-chu/chuyen-huong.map"  # lines of an nginx `map`: former address, current address


def hosting_files(site: Site) -> Iterator[FileArtifact]:
    """Yield a marker beside each notice, and the map of former addresses (ngx_http_map_module)."""
    for notice in site.notices:
        yield FileArtifact(f"{profile_url(notice.slug)}{GONE}", "")
    moved = sorted(
        (profile_url(alias).rstrip("/"), profile_url(profile.slug).rstrip("/"))
        for profile in site.profiles
        if not profile.preview
        for alias in profile.aliases
    )
    yield FileArtifact(MOVED, "".join(f"{former} {today};\n" for former, today in moved))
