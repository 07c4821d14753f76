"""Merkle trees: one hash for a list of entries, and short proofs about it (RFC 9162, section 2.1; SHA-256).

Leaves and nodes are hashed with different prefixes, so no node can pass for an entry. All hashes are bytes.
"""

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np

#: The size of a hash in bytes.
SIZE = hashlib.sha256().digest_size


def leaf(entry: bytes | memoryview) -> bytes:
    """The hash of an entry."""
    return hashlib.sha256(b"\0" + entry).digest()


def node(both: bytes | bytearray) -> bytes:
    """The hash of two concatenated hashes."""
    return hashlib.sha256(b"\1" + both).digest()


def nodes(pairs: np.ndarray) -> bytes:
    """The concatenated hashes of pairs of hashes, each computed as in :func:`node`; a row of the array is a pair."""
    content, size = np.insert(pairs, 0, 1, axis=1).tobytes(), 2 * SIZE + 1
    return b"".join([hashlib.sha256(content[at : at + size]).digest() for at in range(0, len(content), size)])


def _levels(leaves: Iterable[bytes]) -> list[bytes]:
    """The leaves, then each level of nodes up to the root. The last of an odd number moves up unchanged."""
    levels = [b"".join(leaves)]
    while len(level := levels[-1]) > SIZE:
        left_over = len(level) // SIZE // 2 * 2 * SIZE
        pairs = np.frombuffer(level, np.uint8, left_over).reshape(-1, 2 * SIZE)
        levels.append(nodes(pairs) + level[left_over:])
    return levels


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over the hashes of entries; without entries, the hash of the empty string."""
    return _levels(leaves)[-1] or hashlib.sha256(b"").digest()


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The proof that a leaf is in the tree: its siblings on the way to the root. IndexError if there is none."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} among {len(leaves)}")
    starts = ((index >> height ^ 1) * SIZE for height in range(len(leaves).bit_length() + 1))
    path = (level[start : start + SIZE] for level, start in zip(_levels(leaves)[:-1], starts, strict=False))
    return [beside for beside in path if beside]


def root_from_inclusion(hashed: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root to which an inclusion proof leads (RFC 9162, 2.1.3.2). Compare it with the published root.

    ValueError if no tree of this size can have such a proof for this leaf.
    """
    if not 0 <= index < size:
        raise ValueError("the leaf lies outside the tree")
    left = list(path)
    last = size - 1
    found = hashed
    while last:
        if index & 1 or index < last:  # there is a sibling at this height
            if not left:
                raise ValueError("the proof is too short")
            beside = left.pop(0)
            found = node(beside + found if index & 1 else found + beside)
        index >>= 1
        last >>= 1
    if left:
        raise ValueError("the proof is too long")
    return found


def consistency(leaves: Sequence[bytes], size: int) -> list[bytes]:
    """The proof that the tree only grew after its first ``size`` leaves (RFC 9162, 2.1.4.1).

    ValueError if ``size`` is below 1 or above the number of leaves.
    """
    if not 0 < size <= len(leaves):
        raise ValueError(f"there is no tree of {size} leaves before one of {len(leaves)}")
    return _consistency(leaves, size, is_known=True)


def _consistency(leaves: Sequence[bytes], size: int, *, is_known: bool) -> list[bytes]:
    if size == len(leaves):
        return [] if is_known else [root(leaves)]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)  # the largest power of two below the number of leaves
    if size <= split:
        return [*_consistency(leaves[:split], size, is_known=is_known), root(leaves[split:])]
    return [*_consistency(leaves[split:], size - split, is_known=False), root(leaves[:split])]


def is_consistent(old: bytes, old_size: int, new: bytes, new_size: int, path: Sequence[bytes]) -> bool:
    """Whether a consistency proof holds between two roots (RFC 9162, 2.1.4.2)."""
    if old_size == new_size:
        return old == new and not path
    if not 0 < old_size < new_size:
        return False
    left = list(path)
    if old_size & (old_size - 1) == 0:  # a power of two: the proof leaves out the old root, a node of the new tree
        left.insert(0, old)
    if not left:
        return False
    index, last = old_size - 1, new_size - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    before = after = left.pop(0)
    for beside in left:
        if not last:
            return False
        if index & 1 or index == last:
            before, after = node(beside + before), node(beside + after)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            after = node(after + beside)
        index, last = index >> 1, last >> 1
    return last == 0 and before == old and after == new
