"""What kinds of documents there are, and the languages they can be written in."""

from enum import StrEnum
from typing import Literal


class Document(StrEnum):
    """What is issued."""

    INVOICE = "invoice"
    PROFORMA = "proforma"


#: SmartBill's document languages that every account accepts (sources disagree about others).
DocumentLanguage = Literal["RO", "EN", "FR", "IT", "DE"]
