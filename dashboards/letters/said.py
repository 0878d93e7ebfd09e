"""文书素材. What the record says for a paper: the matter, its evidence, its law, its course."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from alerts.alert import Alert, Testimony
from alerts.ledger import Ledger
from alerts.matters.kinds import KINDS
from alerts.matters.lists import MatterMoved
from alerts.matters.papers import PaperRecord
from alerts.matters.steps import DONE, RESULTS, VOTES, MatterState, procedure
from alerts.rule import Article, Bearing, Rule, half
from alerts.scope import Scope
from dashboards.figures.evidence import by_feed
from dashboards.figures.names import Names
from dashboards.figures.operands import formula
from dashboards.figures.subjects import subject
from dashboards.letters.document import Finding, Said, dated, yuan
from warehouse.period import SHANGHAI

_NOT_TOLD = "未报告"


Called = Callable[[date, Sequence[Alert]], Names]
"""Gives what the governments, units and subjects of alerts were called on a night."""


def say(
    record: PaperRecord, ledger: Ledger, rules: Mapping[str, Rule], *, site: str, called: Called
) -> Said:
    """Gather what a paper says; `rules` by their code, `site` is who issues it."""
    alerts = [ledger.alert(number, scope=Scope.everywhere()) for number in record.alerts]
    articles = [a for alert in alerts for a in _articles(rules.get(alert.code))]
    quotes = dict.fromkeys(_quoted(a) for a in articles)
    return Said(
        {**_values(record), "site": site, "basis": "\n".join(quotes)},
        record.stands.kind,
        record.day,
        list(_findings(record, ledger, alerts, rules, called)),
        list(dict.fromkeys(_in_full(article) for article in articles)),
        list(_files(record)),
    )


def _values(record: PaperRecord) -> dict[str, str]:
    stands, numbered = record.stands, record.numbered
    reply, escalated = record.last("reply"), record.last("escalate")
    values = {name: str(record.content[name]) for name in ("subject", "facts", "request")}
    values |= {
        "law": _sentence(str(record.content["law"])),
        "addressee": str(record.content["addressee"]).rstrip("：: "),
        "title": numbered.letter.text.zh,
        "number": numbered.text,
        "date": dated(record.day),
        "kind": KINDS[stands.kind].text.zh,
        "matter": str(stands.matter),
        "deadline": _day(stands.due_on),
        "at_stake": "" if stands.at_stake is None else yuan(stands.at_stake),
        "issue_number": stands.letter_number or "",
        "issued_on": _day(stands.issued_on),
        "closed_on": _day(stands.closed_on) if stands.state in DONE else "",
        "course": "\n".join(_course(record)),
        "proof": f"{record.head.number}:{record.algorithm}:{record.head.hash}",
        "checked": _words(record.last("accept")),
        "vote": _vote(record),
    }
    if escalated is not None:
        values |= {n: str(escalated.words.get(n, "")) for n in ("meeting", "agenda_item")}
    if reply is not None:
        values |= {
            "replied_on": _day_of(reply),
            "measures": str(reply.words.get("measures", "")),
            "result": _named(RESULTS, str(reply.words.get("reason", ""))) or _NOT_TOLD,
            "put_right": _NOT_TOLD if stands.put_right is None else yuan(stands.put_right),
            "judgement": _judgement(record),
        }
    return values


def _judgement(record: PaperRecord) -> str:
    stands = record.stands
    if stands.state is MatterState.RETURNED:
        step = next(m for m in reversed(record.history) if m.to_state == MatterState.RETURNED)
        return f"现予退回。{_sentence(_words(step))}请于{_day(stands.due_on)}前重新反馈。"
    if stands.state in {MatterState.ACCEPTED, *DONE}:
        words = _sentence(_words(record.last("accept")))
        return f"{words}经核验，同意按程序办理销号。"
    return "你单位的反馈材料正在核验，核验结果另行函告。"


def _vote(record: PaperRecord) -> str:
    vote = record.stands.vote
    return f"满意度表决结果：{_named(VOTES, vote)}。" if vote else ""


def _course(record: PaperRecord) -> Iterator[str]:
    steps = procedure(record.stands.kind)
    for moved in record.history:
        number = moved.words.get("letter_number")
        due = moved.words.get("until") if moved.move != "draft" else None
        told = [steps.step(moved.move).text.zh]
        told += [f"文号{number}"] if number else []
        told += [f"期限{dated(date.fromisoformat(str(due)))}"] if due else []
        yield f"{_day_of(moved)}，{'，'.join(told)}。"


def _articles(rule: Rule | None) -> Sequence[Article]:
    return () if rule is None else rule.basis


def _cited(article: Article) -> str:
    return f"《{article.law}》{article.number}{article.part}"


def _quoted(article: Article) -> str:
    """Quote an article; a quotation that ends its own sentence takes no second stop."""
    stop = "" if article.quote.endswith(("。", "！", "？", "；")) else "。"
    return f"{_cited(article)}规定：“{article.quote}”{stop}"


def _in_full(article: Article) -> str:
    principle = "（原则性依据）" if article.bearing is Bearing.PRINCIPLE else ""
    note = f"（{half(article.note, 'zh')}）" if article.note else ""
    return f"{_cited(article)}：“{article.quote}”{principle}{note}"


def _findings(
    record: PaperRecord,
    ledger: Ledger,
    alerts: Sequence[Alert],
    rules: Mapping[str, Rule],
    called: Called,
) -> Iterator[Finding]:
    """Give the evidence of alerts as they were last seen when the paper got its number."""
    seen = {alert.number: _last_seen(record, ledger, alert) for alert in alerts}
    named = {
        night: called(night, [alert for alert in alerts if seen[alert.number] == night])
        for night in set(seen.values())
    }
    for alert in alerts:
        night = seen[alert.number]
        testimony = ledger.testimony(alert.number, night)
        yield _finding(alert, testimony, rules.get(alert.code), named[night])


def _last_seen(record: PaperRecord, ledger: Ledger, alert: Alert) -> date:
    nights = [one.night for one in ledger.sightings(alert.number)]
    return max([night for night in nights if night <= record.day] or nights[-1:])


def _finding(alert: Alert, seen: Testimony, rule: Rule | None, named: Names) -> Finding:
    rows: list[dict[str, str]] = []
    for feed in by_feed(seen.evidence, (), "zh"):
        for row in feed.rows:
            weight = feed.weight
            others = [cell for at, cell in enumerate(row.cells) if cell.text and at != weight]
            told = "；".join(f"{cell.label}{cell.text}" for cell in others)
            rows.append(
                {
                    "nth": str(len(rows) + 1),
                    "what": f"{feed.label}：{told}",
                    "amount": "" if weight is None else row.cells[weight].text or "",
                    "source": f"{row.delivery}·{row.file}第{row.line}行",
                }
            )
    shown = len(rows)
    note = (
        f"共{seen.evidence_rows}行，列示金额最大的{shown}行。" if shown < seen.evidence_rows else ""
    )
    title = f"{alert.code} {rule.title.zh}" if rule else alert.code
    parts = [named.region(alert.region), _period(alert.period)]
    parts += [named.unit(alert.region, alert.unit)] if alert.unit else []
    what = subject(alert.code, alert.region, alert.subject, alert.unit, named, "zh")
    parts += [what] if what != alert.period else []
    return Finding(
        f"{title}（{'，'.join(part for part in parts if part)}）",
        formula(rule, seen, "zh")[1] if rule else "",
        rows,
        "" if seen.evidence_total is None else f"{seen.evidence_total:,.2f}".replace("-", "−"),
        note,
    )


def _period(period: str) -> str:
    """Write a year, a month or a quarter as papers do."""
    year, _, within = period.partition("-")
    return f"{year}年{int(within)}月" if within.isdigit() else f"{year}年{within}"


def _files(record: PaperRecord) -> Iterator[Mapping[str, str]]:
    files = [file for one in record.history if one.move == "reply" for file in one.files]
    for nth, file in enumerate(files, 1):
        size = f"{file.size:,}字节"
        yield {"nth": str(nth), "name": file.name, "size": size, "sha256": file.sha256}


def _named(texts: Mapping[str, object], name: str) -> str:
    return str(getattr(texts.get(name), "zh", ""))


def _words(moved: MatterMoved | None) -> str:
    return "" if moved is None else str(moved.words.get("words", ""))


def _sentence(text: str) -> str:
    told = text.strip()
    return told if not told or told[-1] in "。！？…”）\n" else f"{told}。"


def _day(day: date | None) -> str:
    return "" if day is None else dated(day)


def _day_of(moved: MatterMoved) -> str:
    return dated(moved.at.astimezone(SHANGHAI).date())
