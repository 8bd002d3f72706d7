"""The heaviest panels that the Discord face can be made to show, beside Discord's limits.

``python -m tests.bench.panels``
"""

from tests.discord_app.test_limits import HEAVIEST, five_facts, panels
from tests.discord_app.test_pages import a_base
from tests.discord_app.wire import MOST_BYTES, MOST_CHARACTERS, MOST_COMPONENTS, Size


def heaviest() -> dict[str, Size]:
    """Per kind of panel, the most components, characters and UTF-8 bytes that it reaches."""
    found: dict[str, Size] = {}
    for claim, says, attributed, question, url, _ in HEAVIEST:
        base = five_facts(a_base(claim, says, tuple(attributed), title=claim, url=url))
        for page in range(30):
            for name, view in panels(base, question, page).items():
                size, before = Size.of(view.to_components()), found.get(name, Size(0, 0, 0))  # type: ignore[no-untyped-call]
                found[name] = Size(
                    max(size.components, before.components),
                    max(size.characters, before.characters),
                    max(size.bytes, before.bytes),
                )
    return found


def main() -> None:
    """Prints the table."""
    rows = {**heaviest(), "Discord takes": Size(MOST_COMPONENTS, MOST_CHARACTERS, MOST_BYTES)}
    print(f"{'panel':20}{'components':>12}{'characters':>12}{'bytes':>8}")
    for name, size in rows.items():
        print(f"{name:20}{size.components:12}{size.characters:12}{size.bytes:8}")


if __name__ == "__main__":
    main()
