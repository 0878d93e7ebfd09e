"""文书素材. What the record says for a paper: the matter, its evidence, its law, its course."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from alerts.alert import Alert
from alerts.ledger import Ledger
from alerts.matters.kinds import KINDS
from alerts.matters.lists import MatterMoved
from alerts.matters.papers import PaperRecord
from alerts.matters.steps import DONE, RESULTS, VOTES, MatterState, procedure
from alerts.rule import Article, Bearing, Rule, half
from alerts.scope import Scope
from alerts.standing import SHANGHAI
from dashboards.figures.evidence import Cell, by_feed
from dashboards.figures.operands import formula
from dashboards.letters.document import Finding, Said, dated, yuan

_NOT_TOLD = "未报告"


def say(record: PaperRecord, ledger: Ledger, rules: Mapping[str, Rule], *, site: str) -> Said:
    """Gather what a paper says; `rules` by their code, `site` is who issues it."""
    alerts = [ledger.alert(number, scope=Scope.everywhere()) for number in record.alerts]
    articles = [a for alert in alerts for a in _articles(rules.get(alert.code))]
    quotes = dict.fromkeys(_quoted(a) for a in articles)
    return Said(
        {**_values(record), "site": site, "basis": "\n".join(quotes)},
        record.stands.kind,
        record.day,
        [_finding(record, ledger, alert, rules.get(alert.code)) for alert in alerts],
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


def _finding(record: PaperRecord, ledger: Ledger, alert: Alert, rule: Rule | None) -> Finding:
    """Give an alert's evidence as it was last seen when the paper got its number."""
    nights = [one.night for one in ledger.sightings(alert.number)]
    before = [night for night in nights if night <= record.day] or nights[-1:]
    seen = ledger.testimony(alert.number, max(before))
    rows: list[dict[str, str]] = []
    for feed in by_feed(seen.evidence, (), "zh"):
        for row in feed.rows:
            money = [cell.text for cell in row.cells if cell.money and cell.text]
            rows.append(
                {
                    "nth": str(len(rows) + 1),
                    "what": f"{feed.label}：{'；'.join(_cells(row.cells))}",
                    "amount": money[-1] if money else "",
                    "source": f"{row.delivery}·{row.file}第{row.line}行",
                }
            )
    shown = len(rows)
    note = (
        f"共{seen.evidence_rows}行，列示金额最大的{shown}行。" if shown < seen.evidence_rows else ""
    )
    title = f"{alert.code} {rule.title.zh}" if rule else alert.code
    where = f"{alert.region} {alert.period} {alert.subject}"
    return Finding(
        f"{title}（{where}）",
        formula(rule, seen, "zh")[1] if rule else "",
        rows,
        "" if seen.evidence_total is None else f"{seen.evidence_total:,.2f}".replace("-", "−"),
        note,
    )


def _cells(cells: Sequence[Cell]) -> list[str]:
    money = [cell for cell in cells if cell.money and cell.text]
    return [f"{c.label}{c.text}" for c in cells if c.text and c not in money[-1:]]


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
