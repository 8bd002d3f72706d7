"""Exchanges Discord's two addresses for those of a loopback one, and nothing else, in a Python with this on its path.

Python itself imports a module of this name as it starts. So the process under test is the very command that operators
run, from its first step, in a container too. ``LOOPBACK_REST`` and ``LOOPBACK_GATEWAY`` hold the addresses.
"""

import os
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

MODULES = ("discord.http", "discord.gateway")


class _Pointing(MetaPathFinder):
    """Finds discord.py's two modules that hold an address as usual, and changes it once they are loaded."""

    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:  # noqa: ANN401
        spec = PathFinder.find_spec(name, path, target) if name in MODULES else None
        if spec is not None and spec.loader is not None:
            _change_after(spec.loader)
        return spec


def _change_after(loader: Loader) -> None:
    load = loader.exec_module

    def load_and_change(module: ModuleType) -> None:
        load(module)
        if module.__name__ == "discord.http":
            module.Route.BASE = os.environ["LOOPBACK_REST"]
        else:
            address = module.yarl.URL(os.environ["LOOPBACK_GATEWAY"])
            module.DiscordWebSocket.DEFAULT_GATEWAY = address

    loader.exec_module = load_and_change  # type: ignore[method-assign]


sys.meta_path.insert(0, _Pointing())
