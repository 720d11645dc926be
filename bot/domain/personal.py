"""Personal numbers (CNP): recognised wherever they stand, and never shown in full."""

import re

from stdnum.ro import cnp

#: People type numbers in groups; what is invisible must not hide one.
_BETWEEN = r"(?:[^\S\r\n]|[\-\u2010-\u2015\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]){0,2}"
#: Looked for ahead, so that a group of digits in front cannot hide the number that begins after it.
_NUMBER = re.compile(rf"(?<!\d)(?=(\d(?:{_BETWEEN}\d){{12}})(?!\d))")
_HIDDEN = "•" * 9


def masked(text: str) -> str:
    """The text with every valid personal number as `1•••••••••457`: its first digit and its last three.

    A number of 13 digits whose date, county or check digit is not a person's, such as the thirteen zeros
    or most barcodes, stays as it is. What is masked already stays so.
    """
    shown = _once_masked(text)
    while shown != text:
        # What is left of one number and the digits behind it may look like another.
        text, shown = shown, _once_masked(shown)
    return text


def _once_masked(text: str) -> str:
    parts, end = [], 0
    for found in _NUMBER.finditer(text):
        digits = "".join(filter(str.isdigit, found[1]))
        if found.start(1) >= end and cnp.is_valid(digits):
            parts += [text[end : found.start(1)], digits[0], _HIDDEN, digits[-3:]]
            end = found.end(1)
    return "".join(parts) + text[end:]
