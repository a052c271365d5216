"""Where real policies lie that tests may read and the project may not hold."""

from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared"
