"""Where a redirect may lead: to http and https alone, and never from a public address to one that is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.loader.download import server as ways
from tests.loader.download.conftest import TABLE, is_right
from tests.loader.download.server import Server
from tests.loader.download.small_tree import NEW
from tests.loader.download.test_deadlines import named, taken

from mostanad.loader.download import connections, deadlines
from mostanad.loader.download.connections import is_public
from mostanad.loader.download.faults import SourceFailed

pytestmark = pytest.mark.usefixtures("at_hand")


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server of the open internet, for which 127.0.0.2 stands; 127.0.0.1 is one's own machine."""
    (tmp_path / "x").write_bytes(b"outside")
    made = Server(tmp_path, "127.0.0.2")
    monkeypatch.setattr(connections, "is_public", lambda address: address == "127.0.0.2")
    monkeypatch.setattr(deadlines, "HEADERS", 5)
    yield made
    made.close()


@pytest.fixture
def inside(tmp_path: Path, outside: Server) -> Iterator[Server]:
    """A server of one's own network, at the port of the one outside."""
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "x").write_bytes(b"inside")
    made = Server(tmp_path / "inside", port=outside.port)
    yield made
    made.close()


LEADS = r"redirects from a public address to {}, which is not public"


def test_no_redirect_leads_from_outside_to_inside(outside: Server, inside: Server) -> None:
    outside.behave("go", always=ways.redirect(f"{inside.address}/x"))
    with pytest.raises(SourceFailed, match=LEADS.format("127.0.0.1")):
        taken(f"{outside.address}/go")
    assert inside.requests == []
    inside.behave("go", always=ways.redirect(f"{outside.address}/go"))  # not by way of the outside either
    with pytest.raises(SourceFailed, match=LEADS.format("127.0.0.1")):
        taken(f"{inside.address}/go")
    assert inside.asked("x") == []


def test_other_redirects_are_followed(outside: Server, inside: Server) -> None:
    for server in (outside, inside):
        server.behave("go", always=ways.redirect("/x"))
    inside.behave("out", always=ways.redirect(f"{outside.address}/x"))
    assert taken(f"{outside.address}/go") == b"outside"
    assert taken(f"{inside.address}/go") == b"inside"
    assert taken(f"{inside.address}/out") == b"outside"


def test_a_name_is_judged_by_what_it_stands_for(
    outside: Server, inside: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside.behave("go", always=ways.redirect(f"http://name.test:{outside.port}/x"))
    named(monkeypatch, ["127.0.0.1"], ["127.0.0.1", "127.0.0.2"])
    with pytest.raises(SourceFailed, match=LEADS.format(r"name\.test")):
        taken(f"{outside.address}/go")
    assert taken(f"{outside.address}/go") == b"outside"  # of several, those that may be
    assert inside.requests == []


def test_it_is_connected_to_the_address_that_was_judged(
    outside: Server, inside: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name stands for another address at the next look-up: there is none."""
    outside.behave("go", always=ways.redirect(f"http://name.test:{outside.port}/x"))
    asked = named(monkeypatch, ["127.0.0.2"], ["127.0.0.1"])
    assert taken(f"{outside.address}/go") == b"outside"
    assert asked == ["name.test"]
    assert inside.requests == []


def test_behind_a_proxy_addresses_are_judged_and_names_are_not(
    inside: Server, outside: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(connections, "is_public", is_public)
    monkeypatch.setenv("http_proxy", inside.address)
    inside.behave("http://mirror.test/go", always=ways.redirect("http://127.0.0.1:1/x"))
    inside.behave("http://mirror.test/on", always=ways.redirect("http://other.test/x"))
    inside.behave("http://other.test/x", always=ways.instead(b"by the proxy"))
    with pytest.raises(SourceFailed, match=LEADS.format("127.0.0.1")):
        taken("http://mirror.test/go")
    assert taken("http://mirror.test/on") == b"by the proxy"
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(SourceFailed, match=LEADS.format("127.0.0.1")):
        taken("http://mirror.test/go")


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f.1", "127.1", "0177.0.0.1", "127.0.0.1.", "127%2e0.0.1", "[::1]", "LOCALHOST", "a.localhost."],
)
def test_behind_a_proxy_an_address_is_judged_however_it_is_written(
    server: Server, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", server.address)
    server.behave("*", ways.redirect(f"http://{host}:1/x"), always=ways.instead(b"by the proxy"))
    with pytest.raises(SourceFailed, match="which is not public"):
        taken("http://mirror.test/go")
    assert len(server.requests) == 1


def test_never_from_https_to_http() -> None:
    follow = connections.Route(deadlines.Limit(5)).redirect_request
    request = connections.urllib.request.Request("https://example.org/x")
    assert follow(request, None, 302, "", {}, "https://example.org/y")
    with pytest.raises(SourceFailed, match="redirects to http://example"):
        follow(request, None, 302, "", {}, "http://example.org/y")


def test_a_redirect_is_followed_to_a_mirror(server: Server, mirror: Server) -> None:
    server.behave(f"*/{TABLE}", ways.redirect(f"{mirror.address}/releases/{NEW}/{TABLE}"))
    assert is_right()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "255.255.255.255", "224.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::1", "192.0.2.1",
        "fec0::1", "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b:1::a00:1", "5f00::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)
