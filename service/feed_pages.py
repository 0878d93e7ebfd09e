"""数据表页. What each feed is: a page of `docs/feeds/`, and the rows that the site's pages read."""

import inspect
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from alerts.rule import Rule
from ingest.feed import Column, Feed
from warehouse import codes, terms

PAGES = Path(__file__).parent.parent / "docs" / "feeds"
EVERY = {
    "day": "每日 / day",
    "month": "每月 / month",
    "year": "每年 / year",
    "event": "随事 / event",
}
HOLDS = {
    "events": "每行是发生过一次的事 / each row happened once",
    "stock": "某日的状况 / the state at a date",
    "register": "一直维护的清单，最近期间的行为准 / a list that is kept: the latest row stands",
}


def pages(feeds: Mapping[str, Feed], rules: Mapping[str, Rule]) -> dict[str, str]:
    """Give every page by its file's name: one a feed, and the list of all."""
    index = "\n".join(_index(feeds)) + "\n"
    return {"README.md": index} | {
        f"{name}.md": "\n".join(_page(feed, rules)) + "\n" for name, feed in feeds.items()
    }


def write(feeds: Mapping[str, Feed], rules: Mapping[str, Rule], folder: Path = PAGES) -> None:
    """Write the pages of all feeds, and remove those of feeds that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = pages(feeds, rules)
    for old in folder.glob("*.md"):
        if old.name not in fresh:
            old.unlink()
    for name, text in fresh.items():
        (folder / name).write_text(text, "utf-8")


def feed_rows(feeds: Mapping[str, Feed]) -> list[tuple[object, ...]]:
    """Give the rows of `ops.feed`."""
    return [
        (name, feed.zh, feed.en, feed.every, feed.holds.value, feed.dated, feed.ours, about(feed))
        for name, feed in feeds.items()
    ]


def column_rows(feeds: Mapping[str, Feed]) -> list[tuple[object, ...]]:
    """Give the rows of `ops.feed_column`."""
    return [
        (
            name, place, column.name, column.zh, terms.column(name, column.name).en, column.mof,
            column.kind.value, column.key, not column.optional, refers(name, column.name),
            meaning(name, column),
        )
        for name, feed in feeds.items()
        for place, column in enumerate(feed.columns, start=1)
    ]  # fmt: skip


def about(feed: Feed) -> str:
    """Say what a row of the feed is, as its contract's own file does."""
    text = inspect.getdoc(sys.modules[f"ingest.feeds.{feed.name}"]) or ""
    return " ".join(text.partition("\n")[2].split())


def refers(feed: str, column: str) -> str | None:
    """Give the dictionary that a column's codes are of, or the feed whose row it names."""
    if column in codes.SHORT_LISTS.get(feed, {}):
        return "list"
    known = codes.REFERENCES.get(feed, {}).get(column) or codes.LINKS.get(column)
    return None if known == feed else known


def meaning(feed: str, column: Column) -> str:
    """Say what a column's name does not."""
    return column.note or terms.column(feed, column.name).meaning


def _index(feeds: Mapping[str, Feed]) -> Iterator[str]:
    yield "# 数据表目录 / The feeds"
    yield ""
    yield "由数据契约生成，请勿手改 / Generated from the feeds' contracts: `make docs`"
    yield ""
    yield "| | 数据表 / feed | 报送 / every | 列 / columns |"
    yield "|---|---|---|---|"
    for name, feed in feeds.items():
        yield (
            f"| [{name}]({name}.md) | {feed.zh} / {feed.en} | {EVERY[feed.every]} "
            f"| {len(feed.columns)} |"
        )


def _page(feed: Feed, rules: Mapping[str, Rule]) -> Iterator[str]:
    yield f"# {feed.name} {feed.zh} / {feed.en}"
    yield ""
    yield about(feed)
    if feed.note:
        yield ""
        yield feed.note
    yield ""
    yield f"- 报送 / delivered: {EVERY[feed.every]}"
    yield f"- 含义 / holds: {HOLDS[feed.holds.value]}"
    if feed.dated:
        yield f"- 日期列 / dated by: `{feed.dated}` 须在文件的期间内 / lies in the file's period"
    if feed.ours:
        yield "- 已公布的标准没有此表，列为本项目提出 / no published standard has it: ours"
    yield ""
    yield "## 列 / Columns"
    yield ""
    yield "| 列 / column | 中文 | 标识 / mof | 类型 / type | 必填 | 主键 | 引用 / refers | 说明 |"
    yield "|---|---|---|---|---|---|---|---|"
    for column in feed.columns:
        yield (
            f"| `{column.name}` | {column.zh} | {column.mof} | {column.kind.value} "
            f"| {'' if column.optional else '是'} | {'是' if column.key else ''} "
            f"| {_reference(feed.name, column.name)} | {meaning(feed.name, column)} |"
        )
    yield from _checks(feed)
    yield ""
    yield "## 使用它的规则 / Rules that read it"
    yield ""
    reading = sorted(
        (rule.code, rule.title) for rule in rules.values()
        if feed.name in {*rule.needs, *rule.optional}
    )  # fmt: skip
    for code, title in reading:
        yield f"- [{code}](../rules/{code}.md) {title.zh} / {title.en}"
    every = sorted(rule.code for rule in rules.values() if not {*rule.needs, *rule.optional})
    linked = ", ".join(f"[{code}](../rules/{code}.md)" for code in every)
    yield f"- 凡报送的都看 / whatever is delivered: {linked}"


def _checks(feed: Feed) -> Iterator[str]:
    if not feed.checks:
        return
    yield ""
    yield "## 行内检查 / What a row must keep to"
    yield ""
    for check in feed.checks:
        yield f"- {check.zh} / {check.en}"


def _reference(feed: str, column: str) -> str:
    known = refers(feed, column)
    if known is None:
        return ""
    if known == "list":
        return "短表 / its list (Q02)"
    if known in terms.FEEDS and column not in codes.REFERENCES.get(feed, {}):
        return f"[{known}]({known}.md)"
    named = {"side": "revenue · function", "scheme": "scheme"}.get(known, known)
    return f"{named} (Q02)"
