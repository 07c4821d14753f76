"""Text that a program damaged: UTF-8 read in another encoding, lost letters, errors of a spreadsheet."""

import re


def _tail(encoding: str) -> str:
    """A character class of what the UTF-8 continuation bytes become when they are read in another encoding."""
    characters = bytes(range(0x80, 0xC0)).decode(encoding, "ignore")
    controls = "\u0080-\u009f" if encoding == "cp1252" else ""  # programs keep bytes that cp1252 lacks
    return f"[{re.escape(characters)}{controls}]"


#: Letters that were read in another encoding than they were written in, or lost.
# A single pair of a letter and a sign can occur in a word of a language with that letter (Portuguese, Swedish,
# Persian). So garbled Arabic script needs two pairs, and some other letters need a symbol after them.
GARBLED = re.compile(
    "\ufffd"  # a letter that was lost
    "|\u00e2\u20ac"  # typographic quotation marks and dashes
    rf"|[\u00c2\u00c3]{_tail('cp1252')}"  # letters with accents
    "|[\u00c4\u00c5][\u00a1-\u00bf]"
    rf"|(?:[\u00d8-\u00db]{_tail('cp1252')}){{2,}}"  # Persian read as Western European
    rf"|(?:[\u0637-\u063a]{_tail('cp1256')}){{2,}}"  # Persian read as Windows Arabic
)

# Programs write a question mark for each letter that an encoding lacks; no title has three of them in a row.
_LOST = re.compile(r"(?=.*\?)[? ]+|.*\?{3}.*")
# Errors of Excel, LibreOffice and others, also in other languages (#NOM?, #WERT!), and of a column that is too narrow.
_ERROR = re.compile(r"#(?:N/A|NV|N/D|GETTING_DATA|DIV/0!|[\u00a1\u00bf]?[A-Z\u00c0-\u00de/]+[!?]|#+)|Err:[0-9]{3}")


def lost(cell: str) -> bool:
    """Whether the letters of a cell were turned into question marks.

    >>> [lost(cell) for cell in ("???? ???", "Ali ????", "Who ordered it?", "")]
    [True, True, False, False]
    """
    return "?" in cell and _LOST.fullmatch(cell) is not None


def is_error(cell: str) -> bool:
    """Whether a cell is a spreadsheet error.

    >>> [is_error(cell) for cell in ("#NAME?", "#N/A", "Err:502", "####", "#1", "#metoo")]
    [True, True, True, True, False, False]
    """
    return cell[:1] in ("#", "E") and _ERROR.fullmatch(cell.strip()) is not None
