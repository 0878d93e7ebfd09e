"""支出进度. How much was paid, against time and the year before."""

from collections.abc import Iterator

from dashboards.figures.execution import against_time, chart, execution, until
from dashboards.look import points, share
from dashboards.reports.paper import Block, Chart, Column, Para, State, Table
from dashboards.reports.stand import Stand
from dashboards.words import say


def write(at: Stand) -> Iterator[Block]:
    """Say the pace in words, draw the year, and where there is room list its months."""
    found = execution(at.warehouse, at.places, at.night.as_of, through=at.span.last)
    if found is None:
        yield State(at.say("execution.none", place=at.places.name, year=at.places.year))
        return
    when = until(found, at.places.year, at.night.as_of, at.look)
    rate, paid = at.note("execution.rate", "/execution"), at.note("execution.paid", "/execution")
    authority = at.note(f"execution.{found.by}", "/execution")
    text = at.say(
        "execution.paid", until=when, place=at.places.name,
        paid=at.look.spoken(found.whole.paid) + paid,
        authority=at.look.spoken(found.whole.denominator) + authority,
        by=say(at.language, f"by.{found.by}"), rate=share(found.whole.rate) + rate,
        against=against_time(found.whole.gap, at.language),
    )  # fmt: skip
    if found.before is not None:
        change = points(found.whole.rate - found.before)
        before = at.note("execution.before", "/execution")
        text += at.say("execution.before", before=share(found.before) + before, change=change)
    else:
        text += at.say("execution.no_before")
    if found.other_rate is not None:
        other = "approved" if found.by == "executable" else "executable"
        note = at.note("execution.other", "/execution")
        text += at.say(
            "execution.other",
            by=say(at.language, f"by.{other}"),
            rate=share(found.other_rate) + note,
        )
    yield Para(text)
    figure = chart(found, at.places, at.look)
    source = at.say("execution.source", until=when) + rate
    yield Chart(figure.finding, figure.measure, figure.picture, source)
    if at.detailed:
        columns = [Column(head, "left" if nth == 0 else "right") for nth, head in
                   enumerate(figure.heads)]  # fmt: skip
        finding = at.say("execution.months", n=len(figure.rows))
        yield Table(finding, figure.measure, columns, figure.rows, source=source)
