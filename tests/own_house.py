"""House facts of a bureau that is not the shipped one: its own name, 机关代字, no contracts."""

from pathlib import Path

SHIPPED = Path(__file__).parents[1] / "schemas/ground/house.toml"
PREFIX = "演市监"


def own_house(folder: Path) -> Path:
    """Write the facts to a file in `folder` and return it."""
    facts, *_ = SHIPPED.read_text("utf-8").partition("[[contracts]]")
    path = folder / "house.toml"
    own = facts.replace("示例市", "演练市").replace('"示市监"', f'"{PREFIX}"')
    path.write_text(own, "utf-8")
    return path
