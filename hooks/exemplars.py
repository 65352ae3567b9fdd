"""The door for MkDocs: its events, in their order, handed on to the adapter.

MkDocs loads this file by path and keeps it over rebuilds, so it holds no logic and no state.
"""

from guongsang.engine.adapter import DOOR

on_startup = DOOR.on_startup
on_config = DOOR.on_config
on_files = DOOR.on_files
on_nav = DOOR.on_nav
on_page_markdown = DOOR.on_page_markdown
on_env = DOOR.on_env
on_page_context = DOOR.on_page_context
on_post_build = DOOR.on_post_build
on_build_error = DOOR.on_build_error
