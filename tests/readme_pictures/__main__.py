"""Takes the README's pictures anew, and prints how the README shows each: ``python -m tests.readme_pictures``."""

import asyncio
import json
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.async_api import async_playwright

from bot.desk import Desk
from bot.querylog.store import QueryLog
from bot.snapshot import take_snapshot
from bot.terminal.preview import Stage, staged
from tests.conftest import PROJECT
from tests.preview.browser import ARGUMENTS, chromium
from tests.readme_pictures.scenes import FOLDER, HEIGHT, PANELS, SCENES, SHARPNESS, WIDTH, ask, fingerprint, shown

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext

COLOURS = 256
"""As many as a PNG's palette holds: a third of the bytes, and small marks keep their colour."""


async def take_all() -> None:
    """Asks every question in a preview and takes the picture of its answer."""
    FOLDER.mkdir(exist_ok=True)
    panels = {}
    with tempfile.TemporaryDirectory() as folder:
        async with (
            await QueryLog.open(Path(folder) / "log.sqlite3") as querylog,
            async_playwright() as playwright,
            await playwright.chromium.launch(
                executable_path=chromium(playwright.chromium.executable_path), args=ARGUMENTS
            ) as browser,
            await browser.new_context(
                viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SHARPNESS
            ) as context,
            staged(Desk(take_snapshot(PROJECT / "facts", PROJECT / "sources"), querylog)) as stage,
        ):
            for scene in SCENES:
                message = await ask(stage, scene)
                panels[scene] = fingerprint(message)
                (FOLDER / f"{scene}.png").write_bytes(await picture(stage, context))
                print(shown(scene, message))
    PANELS.write_text(json.dumps(panels, indent=2) + "\n", encoding="utf-8")


async def picture(stage: Stage, context: "BrowserContext") -> bytes:
    """A PNG of the newest message, as the one who asked sees it."""
    await stage.page.refresh()
    page = await context.new_page()
    await page.goto(stage.url)
    await page.wait_for_function("() => window.simcordPreview?.ready === true")
    await page.locator("#viewer-picker").select_option(label="colleague")
    message = page.locator("article.channel-message").last
    await message.get_by_text("Only you can see this").wait_for()
    await page.mouse.move(0, 0)
    png = await message.screenshot(animations="disabled")
    await page.close()
    smaller = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(
        smaller, "PNG", optimize=True
    )
    return smaller.getvalue()


if __name__ == "__main__":
    asyncio.run(take_all())
