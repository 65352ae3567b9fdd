"""The hook file that mkdocs.yml names: passes the events of MkDocs, in their order, to the adapter.

MkDocs loads this file by path and keeps it over rebuilds. So it holds no logic and no state.
"""

from guongsang.engine.adapter import SESSION

on_startup = SESSION.on_startup
on_config = SESSION.on_config
on_files = SESSION.on_files
on_nav = SESSION.on_nav
on_page_markdown = SESSION.on_page_markdown
on_env = SESSION.on_env
on_page_context = SESSION.on_page_context
on_post_build = SESSION.on_post_build
on_build_error = SESSION.on_build_error
