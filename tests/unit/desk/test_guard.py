"""Who may speak to the desk."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from .conftest import HOME, SOCKET, Opened


def test_the_token_opens_once(shut: Opened) -> None:
    assert shut.client.get("/").status_code == 403
    assert shut.client.get("/enter", params={"token": "wrong"}).status_code == 403
    answer = shut.client.get("/enter", params={"token": shut.keys.token}, follow_redirects=False)
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert shut.client.get("/").status_code == 200
    again = TestClient(shut.client.app, base_url=HOME)
    assert again.get("/enter", params={"token": shut.keys.token}).status_code == 403
    assert again.get("/").status_code == 403


@pytest.mark.parametrize("other", ['theme={"dark":true}', "a=b c", "größe=1", "x[1]=2", "alone", "="])
def test_odd_cookies_of_other_ports_shut_nobody_out(shut: Opened, other: str) -> None:
    shut.client.get("/enter", params={"token": shut.keys.token})
    ours = f"{shut.keys.cookie}={shut.client.cookies[shut.keys.cookie]}"
    for header in (f"{other}; {ours}", f"{ours}; {other}"):
        assert (
            TestClient(shut.client.app, base_url=HOME).get("/", headers={"cookie": header.encode()}).status_code
            == 200
        )


@pytest.mark.parametrize("host", ["evil.example:8123", "127.0.0.1", "127.0.0.1:9999", "127.0.0.1.evil.example:8123"])
def test_another_name_is_refused(opened: Opened, host: str) -> None:
    assert opened.client.get("/", headers={"host": host}).status_code == 403
    assert opened.client.get("/enter", params={"token": "x"}, headers={"host": host}).status_code == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:8123", "http://127.0.0.1:9999", None]
)
def test_another_sites_page_changes_nothing(opened: Opened, origin: str | None) -> None:
    headers = {} if origin is None else {"origin": origin}
    assert opened.client.post("/settings", data={"reset": "yes"}, headers=headers).status_code == 403
    assert opened.client.put("/videos", params={"name": "a.mp4"}, content=b"x", headers=headers).status_code == 403
    assert not opened.worker.jobs()
    with pytest.raises(WebSocketDisconnect), opened.client.websocket_connect(SOCKET, headers=headers):
        pass


def test_a_socket_needs_the_session_too(shut: Opened) -> None:
    with pytest.raises(WebSocketDisconnect), shut.client.websocket_connect(SOCKET, headers={"origin": HOME}):
        pass


@pytest.mark.parametrize(
    "path",
    [
        "/sets/..%2f..%2f../results/x/report.html",
        "/sets/Anna/results/..%2f..%2f..%2fqueue/report.json",
        "/sets/Anna/results/../../queue/",
        "/sets/Anna/results/set/..%2fnotes.txt",
        "/sets/Anna/videos/..%2f..%2flimits.toml",
        "/sets/Anna/results/link/report.json",
        "/sets/Anna/videos/link.mp4",
        "/assets/..%2freport.css",
        "/assets/base.html.j2",
    ],
)
def test_nothing_outside_is_served(opened: Opened, path: str) -> None:
    results, videos = opened.desk.results_of("Anna"), opened.desk.videos_of("Anna")
    results.mkdir(parents=True)
    videos.mkdir()
    secret = opened.desk.folder.parent / "secret"
    secret.mkdir()
    (secret / "report.json").write_text("{}")
    (results / "link").symlink_to(secret)
    (videos / "link.mp4").symlink_to(secret / "report.json")
    opened.desk.limits_file.write_text("")
    assert opened.client.get(path).status_code in (403, 404)


def test_every_page_says_what_it_may_do(opened: Opened) -> None:
    for path in ("/", "/live", "/compare", "/settings", "/assets/desk.css", "/nothing"):
        headers = opened.client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
