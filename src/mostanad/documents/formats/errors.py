"""What is wrong with the bytes of a list."""

from __future__ import annotations


class ListError(ValueError):
    """A list that cannot be read.

    Attributes:
        line: the line with the error, from 1.
        byte: the byte with the error, from 0.
    """

    def __init__(self, message: str, *, line: int, byte: int) -> None:
        super().__init__(f"line {line} (byte {byte}): {message}")
        self.line, self.byte = line, byte
