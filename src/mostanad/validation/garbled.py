"""Text that a program spoilt: UTF-8 taken for another encoding, letters lost on the way, a spreadsheet's errors."""

import re


def _tail(encoding: str) -> str:
    """What the later bytes of a character of UTF-8 are in another encoding, as a class of a regular expression."""
    characters = bytes(range(0x80, 0xC0)).decode(encoding, "ignore")
    controls = "\u0080-\u009f" if encoding == "cp1252" else ""  # what this encoding lacks, programs leave as it is
    return f"[{re.escape(characters)}{controls}]"


#: Letters that were read in another encoding than they were written in, or lost.
# One pair of a letter and what follows it can stand in a word by chance where the letter is used at all (as in
# Portuguese, Swedish or Persian): what is taken for Arabic needs two pairs, and some letters need signs behind them.
GARBLED = re.compile(
    "\ufffd"  # a letter that was lost
    "|\u00e2\u20ac"  # typographic quotation marks and dashes
    rf"|[\u00c2\u00c3]{_tail('cp1252')}"  # letters with accents
    "|[\u00c4\u00c5][\u00a1-\u00bf]"
    rf"|(?:[\u00d8-\u00db]{_tail('cp1252')}){{2,}}"  # Persian read as Western European
    rf"|(?:[\u0637-\u063a]{_tail('cp1256')}){{2,}}"  # Persian read as the Arabic of Windows
)

# A question mark for each letter that an encoding lacks; three in a row stand in no title.
_LOST = re.compile(r"(?=.*\?)[? ]+|.*\?{3}.*")
# As Excel, LibreOffice and others have them, also in other languages (#NOM?, #WERT!), and a column too narrow.
_ERROR = re.compile(r"#(?:N/A|NV|N/D|GETTING_DATA|DIV/0!|[\u00a1\u00bf]?[A-Z\u00c0-\u00de/]+[!?]|#+)|Err:[0-9]{3}")


def lost(cell: str) -> bool:
    """Whether the letters of a cell were turned into question marks.

    >>> [lost(cell) for cell in ("???? ???", "Ali ????", "Who ordered it?", "")]
    [True, True, False, False]
    """
    return "?" in cell and _LOST.fullmatch(cell) is not None


def is_error(cell: str) -> bool:
    """Whether a cell is the error of a spreadsheet.

    >>> [is_error(cell) for cell in ("#NAME?", "#N/A", "Err:502", "####", "#1", "#metoo")]
    [True, True, True, True, False, False]
    """
    return cell[:1] in ("#", "E") and _ERROR.fullmatch(cell.strip()) is not None
