"""What a checkup of `doctor` found."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """One sentence; `what` names the thing that was looked at. Only a problem makes the doctor say no."""

    what: str
    grade: Literal["fine", "warning", "problem"]
    sentence: str
