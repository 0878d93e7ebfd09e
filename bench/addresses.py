"""What stands at a site for a reader: the address of every page, as its own links name it.

A page that is about something (`/alerts/{number}`) is reached as a person reaches it: by the links
of the pages that the reader opens, the first that leads there. What no link leads to is not there.
"""

import re
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.testclient import TestClient

from dashboards.frame import READERS
from dashboards.page import Page, all_pages
from service.demo.accounts import PASSWORD

FIRST = ("analyst", "leader", "deputy", "respondent", "expert", "auditor", "administrator")
"""Whose eyes a page is seen with: the first of these that it is open to."""
LINK = re.compile(r"""<a\b[^>]*\bhref="(/[^"#]*)""")
MARK = re.compile(r'name="csrf" value="([^"]+)"')
DOOR = "/sign-in"
SITE = "http://site"
SET = "/alerts/sets"
OPENING = "/matters/new/audit_problem"


@dataclass(frozen=True)
class Reader:
    """Somebody who is signed in: how they ask for a page, and how they send a form."""

    role: str
    get: Callable[[str], str]  # address → HTML
    post: Callable[[str, dict[str, str]], str]  # address, fields → the address that it led to


def entered(app: FastAPI, role: str) -> TestClient:
    """Sign in as a role's account of the demo."""
    client = TestClient(app, base_url=SITE, headers={"Accept-Encoding": "gzip"})
    sent = client.post("/api/v1/session", json={"account": role, "password": PASSWORD})
    if sent.status_code != 201:
        sys.exit(f"{role} cannot sign in: {sent.text}")
    return client


def reader_of(client: TestClient, role: str) -> Reader:
    """Let a role's client look for what stands."""
    return Reader(
        role,
        lambda path: client.get(path).text,
        lambda path, fields: client.post(path, data=fields).url.raw_path.decode(),
    )


def pages_of(role: str) -> list[Page]:
    """Give the pages that a role opens, in the order of the menu; not that of signing in."""
    return [page for page in all_pages() if page.path != DOOR and role in (page.roles or READERS)]


def first_eyes() -> Iterator[tuple[Page, str]]:
    """Give each page and the first role that opens it."""
    for page in all_pages():
        if page.path != DOOR:
            yield page, next(one for one in FIRST if one in (page.roles or READERS))


def open_matters(reader: Reader) -> None:
    """Open the auditors' list as matters and send them, where a home has none: as an analyst."""
    if not re.search(r'href="/matters/\d+"', reader.get("/matters")):
        mark = MARK.search(reader.get(OPENING))
        for move in ("open_list", "issue_list"):
            reader.post(OPENING, {"csrf": mark.group(1) if mark else "", "move": move})


def standing(reader: Reader, wanted: Sequence[Page]) -> dict[str, str]:
    """Give the address of each wanted page that stands for a reader, by its path."""
    pages = pages_of(reader.role)
    found = {page.path: page.path for page in pages if page.menu}
    ways = deque(found.values())
    while ways and any(page.path not in found for page in wanted):
        for link in LINK.findall(reader.get(ways.popleft())):
            address = link.replace("&amp;", "&")
            page = _page_at(address.partition("?")[0], pages)
            if page is not None and page.path not in found:
                found[page.path] = address
                ways.append(address)
    if any(page.path.startswith(SET) for page in wanted) and "/alerts/{number}" in found:
        found[f"{SET}/{{token}}"] = _chosen(reader, found["/alerts/{number}"])
    for page in pages:  # that no link leads to, and that are about nothing
        if "{" not in page.path:
            found.setdefault(page.path, page.path)
    return {page.path: found[page.path] for page in wanted if page.path in found}


def addresses(app: FastAPI, only: Sequence[str], role: str) -> Iterator[tuple[str, str]]:
    """Give each page's address at a site and the role that looks at it; `only` stand as they are.

    A role that is named looks at all that it opens; else each page is seen by the first that may.
    """
    if only:
        yield from ((path, role or FIRST[0]) for path in only)
        return
    eyes = {page.path: one for page, one in first_eyes()}
    for one in (role,) if role else FIRST:
        reader = reader_of(entered(app, one), one)
        if one == FIRST[0]:
            open_matters(reader)
        wanted = [page for page in pages_of(one) if role or eyes[page.path] == one]
        for address in standing(reader, wanted).values():
            yield address, one


def _page_at(path: str, pages: Sequence[Page]) -> Page | None:
    exact = next((page for page in pages if page.path == path), None)
    return exact or next(
        (page for page in pages if re.fullmatch(re.sub(r"\{\w+\}", "[^/.]+", page.path), path)),
        None,
    )


def _chosen(reader: Reader, alert: str) -> str:
    """Choose an alert to act on, as the list's form does, and give the address of the set."""
    mark = MARK.search(reader.get("/alerts"))
    number = alert.partition("?")[0].rpartition("/")[2]
    return reader.post(SET, {"csrf": mark.group(1) if mark else "", "alert": number})
