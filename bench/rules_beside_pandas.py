"""Asks 15 rules with pandas: whole columns, money as whole fen, no loop over rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from alerts.catalogue import all_rules
from alerts.rules.execution._names import NARROW, WIDE
from bench.province import AS_OF

DAY = pd.Timestamp(AS_OF)
YEAR = AS_OF.year
FEN = "cast({0} * 100 as bigint) as {0}"

FRAMES = {
    "payment": (
        "lineage.payment",
        "payment, fiscal_year, region, allotment, unit, project, government_economic, "
        f"department_economic, paid_on, {FEN.format('amount')}, business, settlement, payee, "
        "payee_account, contract, bond, spelling, payee_key, account",
    ),
    "allotment": (
        "core.allotment",
        "allotment, fiscal_year, region, issued_on, kind, origin_year, "
        f"{FEN.format('amount')}, {FEN.format('frozen')}, active",
    ),
    "change": (
        "core.allotment_change",
        f"fiscal_year, region, changed_on, allotment, {FEN.format('amount')}",
    ),
    "unit": ("core.unit", "region, fiscal_year, unit, name"),
    "project": ("core.project", "region, fiscal_year, project, category"),
    "contract": (
        "core.contract",
        f"contract, region, signed_on, {FEN.format('amount')}, {FEN.format('supplement')}",
    ),
    "card": (
        "core.asset_card",
        "asset, region, stated_on, asset_class, status, certificate, " + FEN.format("cost"),
    ),
    "payee": ("lineage.payee", "payee, spelling, plain, payee_key"),
}
"""What is read into each frame: its table and columns."""

Frames = Mapping[str, pd.DataFrame]
KEY = ["region", "fiscal_year", "allotment"]


@dataclass(frozen=True)
class Answer:
    """How many subjects of each government, period and verdict, and which fail, with the yuan."""

    counts: Mapping[tuple[str, str, str], int]
    fails: set[tuple[str, str, str, Decimal]]


def _answer(rows: pd.DataFrame, verdict: object, subject: str, at_stake: str) -> Answer:
    """`rows` has region and period; `subject` and `at_stake` (fen) are columns of it."""
    rows = rows.assign(verdict=verdict)
    counts = rows.groupby(["region", "period", "verdict"], sort=False).size()
    fails = rows.loc[rows["verdict"] == "fail", ["region", "period", subject, at_stake]]
    return Answer(
        {(str(r), str(p), str(v)): int(n) for (r, p, v), n in counts.items()},
        {
            (str(r), str(p), str(s).replace("/", "／"), Decimal(int(fen)) / 100)
            for r, p, s, fen in fails.itertuples(index=False)
        },
    )


def _paid(frames: Frames) -> pd.DataFrame:
    paid = frames["payment"]
    paid = paid[
        (paid["paid_on"] <= DAY) & (paid["fiscal_year"] <= YEAR) & ~(paid["business"] == "9")
    ]
    return paid.assign(period=paid["fiscal_year"])


def _vouchers(paid: pd.DataFrame, verdict: object) -> Answer:
    refund = (paid["amount"] <= 0).to_numpy()
    return _answer(paid, np.where(refund, "not_applicable", verdict), "payment", "amount")


def _year_end(frame: pd.DataFrame) -> pd.Series:
    return pd.to_datetime(frame["fiscal_year"].astype(str) + "-12-31").clip(upper=DAY)


def _allotments(frames: Frames, kind: str | None = None) -> pd.DataFrame:
    given, changes, paid = frames["allotment"], frames["change"], frames["payment"]
    given = given[(given["fiscal_year"] <= YEAR) & (given["issued_on"] <= _year_end(given))]
    if kind is not None:
        given = given[given["kind"] == kind]
    changes = changes[changes["changed_on"] <= _year_end(changes)]
    ends = paid["fiscal_year"].map({year: min(DAY, pd.Timestamp(year, 12, 31)) for year in
                                    paid["fiscal_year"].unique()})  # fmt: skip
    paid = paid[(paid["paid_on"] <= ends) & ~(paid["business"] == "9")]
    changed = changes.groupby(KEY, sort=False)["amount"].sum().rename("changes")
    drawn = paid.groupby(KEY, sort=False)["amount"].sum().rename("paid")
    compared = given.merge(changed, how="left", on=KEY).merge(drawn, how="left", on=KEY)
    compared = compared.fillna({"changes": 0, "paid": 0})
    executable = compared["amount"] + compared["changes"] - compared["frozen"].fillna(0)
    return compared.assign(
        period=compared["fiscal_year"], executable=executable, over=compared["paid"] - executable
    )


def b01(frames: Frames) -> Answer:
    """Payments whose allotment is unknown or inactive."""
    allotment = frames["allotment"]
    known = allotment[allotment["issued_on"] <= DAY].groupby(KEY, sort=False)["active"].max()
    paid = _paid(frames).merge(known, how="left", on=KEY)
    said = [paid["allotment"].isna(), paid["active"].fillna(False).astype(bool)]
    return _vouchers(paid, np.select(said, ["unknown", "pass"], "fail"))


def b02(frames: Frames) -> Answer:
    """Allotments of which more was paid than may be drawn."""
    rows = _allotments(frames)
    said = [~rows["active"], rows["over"] > 0, rows["frozen"].isna() & (rows["paid"] > 0)]
    verdict = np.select(said, ["not_applicable", "fail", "unknown"], "pass")
    return _answer(rows, verdict, "allotment", "over")


def b04(frames: Frames) -> Answer:
    """Allotments of which nothing was paid."""
    rows = _allotments(frames)
    said = [~rows["active"] | (rows["executable"] <= 0), rows["paid"] != 0, rows["frozen"].isna()]
    verdict = np.select(said, ["not_applicable", "pass", "unknown"], "fail")
    return _answer(rows, verdict, "allotment", "executable")


def b13(frames: Frames) -> Answer:
    """Payments from a unit's treasury account to the unit itself."""
    form = str.maketrans(WIDE, NARROW, "()（） \u3000")
    own = frames["unit"].assign(own=lambda u: [n.translate(form) for n in u["name"]])
    plain = frames["payee"].set_index("payee")["plain"]
    plain = plain[plain.isin(own["own"])]
    paid = _paid(frames).merge(own, how="left", on=["region", "fiscal_year", "unit"])
    paid = paid.merge(frames["project"], how="left", on=["region", "fiscal_year", "project"])
    to_itself = paid["payee"].map(plain).eq(paid["own"]).fillna(False)
    personnel = paid["department_economic"].str[:3].isin(["301", "303"])
    denied = (
        (paid["name"].notna() & ~to_itself)
        | (paid["settlement"].notna() & (paid["settlement"] != "1"))
        | (paid["department_economic"].notna() & personnel)
        | (paid["category"].notna() & (paid["category"] == "1"))
    )
    absent = paid[["name", "settlement", "department_economic", "category"]].isna().any(axis=1)
    return _vouchers(paid, np.select([denied, absent], ["pass", "unknown"], "fail"))


def b15(frames: Frames) -> Answer:
    """Payments to a finance bureau by a unit that is none."""
    payee, unit = frames["payee"], frames["unit"]
    bureaus = payee.loc[payee["plain"].str.contains("财政局|财政所"), "payee"]
    payer = unit.assign(is_finance=unit["name"].str.contains("财政局"))
    paid = _paid(frames).merge(payer, how="left", on=["region", "fiscal_year", "unit"])
    finance = paid["is_finance"].fillna(False).astype(bool)
    said = [~paid["payee"].isin(bureaus) | finance, paid["name"].isna()]
    return _vouchers(paid, np.select(said, ["pass", "unknown"], "fail"))


def b16(frames: Frames) -> Answer:
    """Fees of ten thousand yuan or more to natural persons."""
    limits = all_rules()["execution.large_fee_to_person"].limits
    words = "|".join(str(word) for word in limits["organisation_words"].value)
    payee = frames["payee"]
    person = payee["plain"].str.len().between(2, 4) & ~payee["plain"].str.contains(words)
    paid = _paid(frames)
    code = paid["department_economic"]
    paid = paid[code.isna() | (code.str[:5] == "30226")]
    large = paid["payee"].isin(payee.loc[person, "payee"]) & (paid["amount"] >= 1_000_000)
    said = [~large, paid["department_economic"].isna()]
    return _vouchers(paid, np.select(said, ["pass", "unknown"], "fail"))


def b17(frames: Frames) -> Answer:
    """Payments of a month to one payee that add up to a round sum."""
    paid = _paid(frames)
    paid = paid[paid["amount"] > 0]
    month = paid["paid_on"].dt.year * 100 + paid["paid_on"].dt.month
    grouped = paid.assign(month=month).groupby(
        ["region", "unit", "payee_key", "month"], sort=False
    )["amount"]
    rows = grouped.agg(["size", "sum"]).reset_index()
    fails = (rows["size"] > 1) & (rows["sum"] % 1_000_000 == 0)
    plain = frames["payee"].drop_duplicates("payee_key").set_index("payee_key")["plain"]
    months = {m: f"{m // 100}-{m % 100:02d}" for m in rows["month"].unique()}
    rows = rows.assign(
        period=rows["month"].map(months),
        subject=rows["unit"] + "\0" + rows["payee_key"].map(plain),
    )
    told = _answer(rows, np.where(fails, "fail", "pass"), "subject", "sum")
    return Answer(told.counts, {(r, p, s.replace("\0", "/"), a) for r, p, s, a in told.fails})


def b20(frames: Frames) -> Answer:
    """Payments of five million yuan or more."""
    paid = _paid(frames)
    return _vouchers(paid, np.where(paid["amount"] >= 500_000_000, "fail", "pass"))


def b21(frames: Frames) -> Answer:
    """Accounts that several names are paid on."""
    paid = _paid(frames)
    paid = paid[paid["amount"] > 0]
    paid = paid.assign(key=paid["account"].fillna(-paid["payee_key"]))
    rows = paid.groupby(["region", "period", "key"], sort=False).agg(
        names=("payee_key", "nunique"), total=("amount", "sum"),
        payee_key=("payee_key", "first"), account=("payee_account", "first"),
    ).reset_index()  # fmt: skip
    nameless = rows["key"] < 0
    plain = frames["payee"].drop_duplicates("payee_key").set_index("payee_key")["plain"]
    rows = rows.assign(
        subject=("account/" + rows["account"]).where(
            ~nameless, "name/" + rows["payee_key"].map(plain)
        ),
        verdict=np.select([nameless, rows["names"] > 1], ["unknown", "fail"], "pass"),
    )
    told = _answer(rows, rows["verdict"], "subject", "total")
    return Answer(told.counts, {(r, p, s.replace("／", "/", 1), a) for r, p, s, a in told.fails})


def b24(frames: Frames) -> Answer:
    """Units that book more than a tenth on codes for everything else."""
    paid = _paid(frames)
    paid = paid[paid["paid_on"] <= _year_ends(paid)]
    parts = []
    for scheme, codes in (
        ("department_economic", ["39999", "30299"]),
        ("government_economic", ["59999", "50299"]),
    ):
        by_code = paid.groupby(["region", "period", "unit", scheme], dropna=False, sort=False)
        sums = by_code["amount"].sum().reset_index()
        caught = sums[scheme].str[:5].isin(codes)
        sums = sums.assign(
            caught=sums["amount"].where(caught, 0),
            uncoded=sums["amount"].where(sums[scheme].isna(), 0),
        )
        units = sums.groupby(["region", "period", "unit"], sort=False)[
            ["caught", "uncoded", "amount"]
        ].sum()
        parts.append(units.reset_index().assign(scheme=scheme))
    rows = pd.concat(parts)
    said = [
        rows["amount"] <= 0,
        rows["caught"] * 10 > rows["amount"],
        (rows["caught"] + rows["uncoded"]) * 10 > rows["amount"],
    ]
    rows = rows.assign(subject=rows["unit"] + "\0" + rows["scheme"])
    verdict = np.select(said, ["not_applicable", "fail", "unknown"], "pass")
    told = _answer(rows, verdict, "subject", "caught")
    return Answer(told.counts, {(r, p, s.replace("\0", "/"), a) for r, p, s, a in told.fails})


def _year_ends(paid: pd.DataFrame) -> pd.Series:
    years = paid["fiscal_year"].unique()
    return paid["fiscal_year"].map({y: min(DAY, pd.Timestamp(y, 12, 31)) for y in years})


def b30(frames: Frames) -> Answer:
    """Supplements of which less than half was paid by the end of the year."""
    rows = _allotments(frames, "2")
    early = pd.to_datetime(rows["fiscal_year"].astype(str) + "-12-31") > DAY
    said = [
        early | ~rows["active"] | (rows["executable"] <= 0),
        rows["paid"] * 2 >= rows["executable"],
        rows["frozen"].isna(),
    ]
    rows = rows.assign(left=-rows["over"])
    verdict = np.select(said, ["not_applicable", "pass", "unknown"], "fail")
    return _answer(rows, verdict, "allotment", "left")


def b32(frames: Frames) -> Answer:
    """Money carried over for two years or more that is still there."""
    rows = _allotments(frames, "3")
    rows = rows.assign(balance=rows["amount"] + rows["changes"] - rows["paid"])
    said = [
        ~rows["active"],
        rows["balance"] <= 0,
        rows["origin_year"].isna(),
        rows["fiscal_year"] - rows["origin_year"] >= 2,
    ]
    verdict = np.select(said, ["not_applicable", "pass", "unknown", "fail"], "pass")
    return _answer(rows, verdict, "allotment", "balance")


def d11(frames: Frames) -> Answer:
    """Bond money that pays salaries and running costs."""
    paid = _paid(frames)
    paid = paid[paid["bond"].notna()]
    department, government = (
        paid[name].str[:3] for name in ("department_economic", "government_economic")
    )
    wrong = department.isin(["301", "302", "303"]) | government.isin(["501", "502", "505", "509"])
    said = [wrong, department.isna() & government.isna()]
    return _vouchers(paid, np.select(said, ["fail", "unknown"], "pass"))


def p06(frames: Frames) -> Answer:
    """Contracts of which more was paid than was agreed."""
    paid, contract = frames["payment"], frames["contract"]
    paid = paid[(paid["paid_on"] <= DAY) & ~(paid["business"] == "9") & paid["contract"].notna()]
    drawn = paid.groupby(["region", "contract"], sort=False)["amount"].sum().rename("paid")
    rows = contract[contract["signed_on"] <= DAY].merge(
        drawn, how="left", on=["region", "contract"]
    )
    agreed = rows["amount"] + rows["supplement"].fillna(0)
    rows = rows.assign(over=rows["paid"].fillna(0) - agreed, period=rows["signed_on"].dt.year)
    said = [rows["over"] <= 0, rows["supplement"].isna()]
    return _answer(rows, np.select(said, ["pass", "unknown"], "fail"), "contract", "over")


def s14(frames: Frames) -> Answer:
    """Land and buildings without a certificate."""
    card = frames["card"]
    card = card[card["stated_on"] <= DAY]
    card = card[card["stated_on"] == card.groupby("region")["stated_on"].transform("max")]
    land = card["asset_class"].isna() | (card["asset_class"].str[:1] == "1")
    card = card[(card["status"] != "9") & land]
    bare = card["certificate"].fillna("").str.strip(" ") == ""
    verdict = np.select([~bare, card["asset_class"].isna()], ["pass", "unknown"], "fail")
    return _answer(card.assign(period=YEAR), verdict, "asset", "cost")


ASKED: Mapping[str, Callable[[Frames], Answer]] = {
    "B01": b01, "B02": b02, "B04": b04, "B13": b13, "B15": b15, "B16": b16, "B17": b17,
    "B20": b20, "B21": b21, "B24": b24, "B30": b30, "B32": b32, "D11": d11, "P06": p06, "S14": s14,
}  # fmt: skip
"""The rules that are asked, by code."""
