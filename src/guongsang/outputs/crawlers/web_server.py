"""What a web server needs beside the pages to answer as HTTP means it: 410 for withdrawn profiles, 301 for former addresses.

None of it is served: names begin with a dot, which `deploy/nginx` answers with 404. A server that knows nothing of it still shows
the notice and the page that leads on, with status 200.
"""

from __future__ import annotations

from collections.abc import Iterator

from guongsang.outputs.artifacts import FileArtifact
from guongsang.publication.site import Site
from guongsang.text.addresses import profile_url

GONE = ".410"  # beside a notice: all below its address is gone. Empty: nothing lists whom it is about
MOVED = ".may-chu/chuyen-huong.map"  # lines of an nginx `map`: former address, today's


def hosting_files(site: Site) -> Iterator[FileArtifact]:
    """Yield a marker beside each notice, and the map of former addresses (ngx_http_map_module, included)."""
    for notice in site.notices:
        yield FileArtifact(f"{profile_url(notice.slug)}{GONE}", "")
    moved = sorted(
        (profile_url(alias).rstrip("/"), profile_url(profile.slug).rstrip("/"))
        for profile in site.profiles
        if not profile.preview
        for alias in profile.aliases
    )
    yield FileArtifact(MOVED, "".join(f"{former} {today};\n" for former, today in moved))
