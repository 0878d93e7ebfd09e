"""立项与文书. The forms that open matters, keep replies, number papers, and end silences."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from alerts.matters.audit import PROBLEMS, drafted_problems, issue_problems, open_problems
from alerts.matters.desk import MatterUnknown
from alerts.matters.drafts import save_draft
from alerts.matters.given import TAKES, Draft
from alerts.matters.kinds import KINDS, Letter
from alerts.matters.lists import read_matter
from alerts.matters.papers import SEVEN
from alerts.procedure import MoveRefused, WordsMissing
from alerts.quieting import Quiet, SilenceUnknown
from api.acting import REFUSED, Posted, PostedHere, again, day_in, number_in
from api.deps import AlertHandler, House, HouseHere, MatterReader, Now, Person
from api.forms import must_be_ours
from api.view import view_of
from dashboards.page import NotThere
from dashboards.pages.matter import PAGE as MATTER
from dashboards.pages.opening import PAGE as OPENING
from dashboards.pages.opening import wanted
from dashboards.pages.silences import PAGE as SILENCES

router = APIRouter(include_in_schema=False)


@router.post(OPENING.path)
def open_matter(
    kind: str, request: Request, me: MatterReader, house: HouseHere, now: Now, form: PostedHere
) -> Response:
    """Open a matter of a kind, or the auditors' whole list; or issue what is drafted of it."""
    must_be_ours(request, me.token, form.text.get("csrf", ""))
    wanted(view_of(request, me))
    try:
        match form.text.get("move"):
            case "open_list":
                problems = house.window.current().rows(PROBLEMS)
                open_problems(house.matters, problems, by=me.actor, now=now)
                return RedirectResponse("/matters?kind=audit_problem", 303)
            case "issue_list":
                numbers = drafted_problems(house.ledger.engine, by=me.actor)
                issue_problems(house.matters, numbers, by=me.actor, now=now)
                return RedirectResponse("/matters?kind=audit_problem&sheet=rectification", 303)
        stands = house.matters.draft(_draft(kind, form), by=me.actor, now=now)
    except tuple(REFUSED) as error:
        return again(request, me, OPENING, form, error)
    return RedirectResponse(f"/matters/{stands.matter}?receipt={stands.version}", 303)


def _draft(kind: str, form: Posted) -> Draft:
    text = form.text
    return Draft(
        kind=kind, region=text.get("region", ""), subject=text.get("subject", ""),
        facts=text.get("facts", ""), law=text.get("law", ""), request=text.get("request", ""),
        addressee=text.get("addressee", ""), unit=text.get("unit", "").strip() or None,
        letter=text.get("letter", ""), until=day_in(form),
        source={name: text.get(f"source_{name}", "").strip() for name in KINDS[kind].source},
    )  # fmt: skip


@router.post("/matters/{number}/reply")
def keep_reply(
    number: str, request: Request, me: MatterReader, house: HouseHere, now: Now, form: PostedHere
) -> Response:
    """Keep a unit's reply as far as it is written; files are sent with the reply itself."""
    must_be_ours(request, me.token, form.text.get("csrf", ""))
    words = form.given(sorted(TAKES["reply"]))
    try:
        save_draft(house.ledger.engine, number_in(number), words, by=me.actor, now=now)
    except MatterUnknown as error:
        raise NotThere(str(error)) from error
    except tuple(REFUSED) as error:
        return again(request, me, MATTER, form, error)
    return RedirectResponse(f"/matters/{number_in(number)}?kept=1#do-reply", 303)


@router.post("/matters/{number}/papers")
def number_paper(
    number: str, request: Request, me: MatterReader, house: HouseHere, now: Now, form: PostedHere
) -> Response:
    """Take the next number of a kind of paper for a matter; the paper can be made from then on."""
    must_be_ours(request, me.token, form.text.get("csrf", ""))
    try:
        _numbered(house, me, number_in(number), form.text.get("letter", ""), now)
    except MatterUnknown as error:
        raise NotThere(str(error)) from error
    except tuple(REFUSED) as error:
        return again(request, me, MATTER, form, error)
    return RedirectResponse(f"/matters/{number_in(number)}#papers", 303)


def _numbered(house: House, me: Person, number: int, letter: str, now: Now) -> None:
    read_matter(house.ledger.engine, number, by=me.actor)
    if letter not in {one.value for one in SEVEN}:
        raise WordsMissing(
            f"{letter[:40]!r} is no paper: they are {', '.join(one.value for one in SEVEN)}",
            zh=f"没有“{letter[:40]}”这种文书：有的是{'、'.join(one.text.zh for one in SEVEN)}",
        )
    house.matters.numbers.make(
        house.ledger.engine, Letter(letter), matter=number, by=me.actor, now=now
    )


@router.post(SILENCES.path)
def end_silence(
    request: Request, me: AlertHandler, house: HouseHere, now: Now, form: PostedHere
) -> Response:
    """End a silence before its day, with a reason."""
    must_be_ours(request, me.token, form.text.get("csrf", ""))
    number, words = number_in(form.text.get("number", "")), form.text.get("words", "")
    try:
        Quiet(house.ledger.engine).unmute(number, reason=words, by=me.actor, now=now)
    except SilenceUnknown as error:
        gone = MoveRefused(str(error), zh=f"没有静默{number}：下面列出有的")
        return again(request, me, SILENCES, form, gone)
    except tuple(REFUSED) as error:
        return again(request, me, SILENCES, form, error)
    return RedirectResponse(SILENCES.path, 303)
