"""Merkle trees against the vectors of Certificate Transparency, and every proof of small trees, right and forged."""

from __future__ import annotations

import pytest
from tests.cases import each

from mostanad.evidence import merkle

#: The entries and roots that implementations of RFC 6962 and RFC 9162 share as test vectors.
ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf(bytes.fromhex(entry)) for entry in ENTRIES]
MANY = [merkle.leaf(str(number).encode()) for number in range(40)]
SIZES = range(1, len(MANY) + 1)


@each("size", range(len(ROOTS)))
def test_roots_are_those_of_the_shared_vectors(size: int) -> None:
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size]


def test_a_node_is_no_entry() -> None:
    assert merkle.leaf(LEAVES[0] + LEAVES[1]) != merkle.root(LEAVES[:2])


def test_every_leaf_is_proved_and_no_other() -> None:
    for size in SIZES:
        leaves, root = MANY[:size], merkle.root(MANY[:size])
        for index in range(size):
            path = merkle.inclusion(leaves, index)
            assert merkle.root_from_inclusion(leaves[index], index, size, path) == root
            assert len(path) <= (size - 1).bit_length()
            assert merkle.root_from_inclusion(merkle.leaf(b"forged"), index, size, path) != root
            for number in range(len(path)):
                forged = [*path[:number], bytes(32), *path[number + 1 :]]
                assert merkle.root_from_inclusion(leaves[index], index, size, forged) != root
            with pytest.raises(ValueError, match="too long"):
                merkle.root_from_inclusion(leaves[index], index, size, [*path, bytes(32)])
            if path:
                with pytest.raises(ValueError, match="too short"):
                    merkle.root_from_inclusion(leaves[index], index, size, path[:-1])


@pytest.mark.parametrize("index", [-1, 3])
def test_a_leaf_that_is_not_there_is_refused(index: int) -> None:
    with pytest.raises(IndexError):
        merkle.inclusion(MANY[:3], index)
    with pytest.raises(ValueError, match="outside"):
        merkle.root_from_inclusion(MANY[0], index, 3, [])


def test_a_tree_that_was_continued_is_consistent_and_no_other() -> None:
    for size in SIZES:
        new = merkle.root(MANY[:size])
        for before in range(1, size + 1):
            old = merkle.root(MANY[:before])
            path = merkle.consistency(MANY[:size], before)
            assert merkle.is_consistent(old, before, new, size, path)
            edited = merkle.root([merkle.leaf(b"edited"), *MANY[1:before]])
            assert not merkle.is_consistent(edited, before, new, size, path)
            assert not merkle.is_consistent(old, before, merkle.root([*MANY[:size], merkle.leaf(b"x")]), size, path)
            assert not merkle.is_consistent(old, before, new, size, [*path, bytes(32)])
            assert not path or not merkle.is_consistent(old, before, new, size, path[:-1])
            assert not path or not merkle.is_consistent(old, before, new, size, [bytes(32), *path[1:]])


@pytest.mark.parametrize("size", [0, 4])
def test_there_is_no_proof_from_nothing_or_to_less(size: int) -> None:
    with pytest.raises(ValueError, match="no tree of"):
        merkle.consistency(MANY[:3], size)
    assert not merkle.is_consistent(merkle.root(MANY[:size]), size, merkle.root(MANY[:3]), 3, [])
