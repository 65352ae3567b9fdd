"""The `guongsang` command of the staff, one module a command, and its exit codes."""

from __future__ import annotations

import os
import sys
from concurrent.futures import BrokenExecutor
from importlib import import_module
from pathlib import Path

import click
from rich.console import Console

from guongsang import __version__
from guongsang.errors import GuongSangError
from guongsang.storage.error_messages import explain_fault

_FAILED = 1
_WRONG_USAGE = 2
_INTERRUPTED = 130


# Command names and their modules. A module is imported only when its command runs, since importing
# all takes longer than checking a profile.
_COMMANDS = {
    "build": "build",
    "check": "check",
    "explain": "explain",
    "fix": "fix",
    "kit": "kit",
    "new": "new",
    "press-log": "press_log",
    "publish": "publish",
    "releases": "publish",
    "rollback": "publish",
    "schema": "schema",
    "serve": "serve",
    "withdraw": "withdraw",
}


class _Commands(click.Group):
    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        module = _COMMANDS.get(name)
        if module is None:
            return None
        command: click.Command = getattr(import_module(f"guongsang.cli.{module}"), name.replace("-", "_"))
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="guongsang")
@click.option(
    "--root", type=click.Path(file_okay=False, path_type=Path), default=Path("."), help="Thư mục gốc của dự án."
)
@click.pass_context
def cli(context: click.Context, root: Path) -> None:
    """Gương Sáng: kiểm tra hồ sơ điển hình tiên tiến và dựng thành trang web."""
    context.obj = root.resolve()


def main() -> None:
    """Run the command. A failure is one sentence and an exit code; staff never see a traceback."""
    _require_utf8()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        click.echo(f"lỗi: {error.format_message()}", err=True)
        sys.exit(_WRONG_USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Đã dừng.", err=True)
        sys.exit(_INTERRUPTED)
    except GuongSangError as error:
        click.echo(f"lỗi: {error}", err=True)
        sys.exit(_FAILED)
    except OSError as error:
        click.echo(f"lỗi: {explain_fault(error)}", err=True)
        sys.exit(_FAILED)
    except (BrokenExecutor, MemoryError):
        click.echo(
            (
                "lỗi: một phần việc bị hệ thống dừng giữa chừng, thường vì máy hết bộ nhớ; "
                "đóng bớt chương trình rồi chạy lại"
            ),
            err=True,
        )
        sys.exit(_FAILED)
    except Exception as error:  # a bug of ours, and reported as one
        Console(stderr=True, soft_wrap=True).print(
            (
                f"lỗi của chương trình: {type(error).__name__}: {error}\n"
                "Xin gửi dòng này cho nhóm kỹ thuật; tệp của bạn không bị thay đổi."
            ),
            markup=False,
        )
        sys.exit(_FAILED)


def _require_utf8() -> None:
    """Restart Python in UTF-8 mode if the locale has another encoding.

    Otherwise Vietnamese names of files would arrive as broken characters.
    """
    if os.name == "posix" and sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        os.execv(
            sys.executable,
            [
                sys.executable,
                "-X",
                "utf8",
                *(f"-W{option}" for option in sys.warnoptions),
                "-m",
                "guongsang",
                *sys.argv[1:],
            ],
        )
