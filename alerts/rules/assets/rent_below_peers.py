"""租金明显偏低 · A rent is far below its peers.

The same kind of room in the same place at half the rent is a bargain for somebody. Compared with
the other leases only: a rent is never its own peer.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Horizon, Limit, Provenance, Rule, Severity, Text

GROUPS = (
    ("410100", "1020000", ("49.99", "60", "70", "90", "100", "130", "140", "150")),
    ("410100", "1010000", ("500", "600", "700", "900", "1000", "1300", "1400", "1500")),
    ("410200", "1020000", ("5000", "6000", "7000", "9000", "10000", "13000", "14000", "15000")),
)
"""For the first example: government, class, and the rents of its eight leases."""

RULE = Rule(
    code="S29",
    title=Text("租金明显偏低", "A rent is far below its peers"),
    meaning=Text(
        "一份在期租约每平方米的年租金，低于同一政府、同类资产其他租约中位数的一半。",
        "The yearly rent for a square metre is less than half the median of the government's other "
        "leases of the same class of asset.",
    ),
    severity=Severity.YELLOW,
    formula=Text("{rate} < {median} × {share}", "{rate} < {median} × {share}"),
    needs=("asset_use", "asset_card"),
    horizon=Horizon.OPEN,
    basis=(
        Article(
            law="行政事业性国有资产管理条例",
            number="第三十六条",
            part="第二款",
            quote="行政事业性国有资产以市场化方式出售、出租的，依照有关规定可以通过相应公共资源交易平台进行。",
            bearing=Bearing.PRINCIPLE,
            note=(
                "更贴切的是第二十六条“不得违反国家规定……少收” / nearer is article 26, which "
                "forbids to collect too little"
            ),
        ),
    ),
    limits={
        "share": Limit(
            Decimal("0.50"),
            Provenance.PROPOSED_DEFAULT,
            "占中位数比例",
            "share of the median",
            unit="share",
        ),
        "cohort": Limit(
            8, Provenance.PROPOSED_DEFAULT, "最少租约数", "fewest leases to compare", unit="lease"
        ),
    },
    sql="""
        with latest as (
            select region, max(stated_on) as stated_on
            from core.asset_card
            where stated_on <= $as_of
            group by region
        ),
        cards as (
            select
                c.region, c.asset, c.stated_on, c.name, c.asset_class,
                case when leased_area > 0 then leased_area else area end as area_let
            from core.asset_card c
            join latest using (region, stated_on)
        ),
        running as (
            select *, count(*) over (partition by region, asset) as leases
            from core.asset_use
            where kind = '1'
                and started_on <= $as_of
                and (ends_on is null or ends_on >= $as_of)
        ),
        rated as (
            select
                r.*,
                c.stated_on, c.name, c.asset_class, c.area_let,
                c.asset is not null as has_card,
                case
                    when leases = 1 and asset_class is not null
                        then cast(due_income / nullif(area_let, 0) as decimal(18, 6))
                end as rate
            from running r
            left join cards c using (region, asset)
        ),
        ranked as (
            select
                region, event, asset_class, rate,
                row_number() over (
                    partition by region, asset_class order by rate, event
                ) as nth,
                count(*) over (partition by region, asset_class) as n
            from rated
            where rate is not null
        ),
        middle as (
            select region, asset_class, event, rate, nth
            from ranked
            where 2 * nth between n - 1 and n + 3
        ),
        compared as (
            select
                own.region, own.event, own.n,
                min(peer.rate) as low, max(peer.rate) as high,
                min(peer.event) as peer, max(peer.event) as other_peer
            from ranked own
            join middle peer
                on peer.region = own.region
                and peer.asset_class = own.asset_class
                and peer.nth <> own.nth
                and 2 * (peer.nth - case when peer.nth > own.nth then 1 else 0 end)
                    between own.n - 1 and own.n + 1
            group by own.region, own.event, own.n
        ),
        judged as (
            select
                rated.*,
                n, low, high, peer, other_peer,
                cast((low + high) / 2 as decimal(18, 6)) as median,
                case
                    when rate is null then 'unknown'
                    when n < $cohort or low is null then 'not_applicable'
                    when 2 * rate < $share * (low + high) then 'fail'
                    else 'pass'
                end as verdict
            from rated
            left join compared using (region, event)
        )
        select
            region,
            cast(year(started_on) as varchar) as period,
            replace(event, '/', '／') as subject,
            verdict,
            case
                when verdict = 'not_applicable' then 'too few leases of its class'
                when verdict <> 'unknown' then null
                when not has_card then 'asset_card'
                when asset_class is null then 'asset_card.asset_class'
                when due_income is null then 'asset_use.due_income'
                when leases > 1 then 'the area of each of its leases'
                else 'asset_card.area'
            end as reason,
            null as severity,
            cast(median * area_let - due_income as decimal(18, 2)) as at_stake,
            unit,
            asset,
            name,
            asset_class,
            stated_on,
            due_income,
            area_let,
            rate,
            n as leases_compared,
            peer,
            other_peer,
            median,
            median * $share as fence
        from judged
    """,
    evidence={
        "asset_use": """
            select f.region, f.period, f.subject, u.event
            from finding f
            join core.asset_use u
                on u.region = f.region
                and (
                    replace(u.event, '/', '／') = f.subject
                    or u.event = f.peer
                    or u.event = f.other_peer
                )
        """,
        "asset_card": """
            select f.region, f.period, f.subject, c.asset, c.stated_on
            from finding f
            join core.asset_card c
                on c.region = f.region
                and c.stated_on = f.stated_on
                and c.asset = f.asset
        """,
    },
    operands={
        "asset": Text("资产编号", "asset"),
        "name": Text("资产名称", "name"),
        "asset_class": Text("资产分类代码", "class"),
        "stated_on": Text("卡片统计日期", "card stated on"),
        "due_income": Text("年租金", "rent of a year"),
        "area_let": Text("出租面积（平方米）", "area let in square metres"),
        "rate": Text("每平方米年租金", "yearly rent for a square metre"),
        "leases_compared": Text("同类租约数（含本约）", "leases of its class, itself included"),
        "peer": Text("居中的租约", "lease in the middle"),
        "other_peer": Text("居中的另一租约", "other lease in the middle"),
        "median": Text("其他租约中位数", "median of the others"),
        "fence": Text("警戒线", "fence"),
    },
    advice=Text(
        "请单位提供评估报告、招租公告和租赁合同，说明租金的确定方式和承租人是谁。",
        "The unit shows the valuation, the public notice and the lease, and says how the rent was "
        "set and who the tenant is.",
    ),
    innocent=Text(
        "偏远或者用途受限的房产；租给公益机构的优惠租金；租约含承租人投资装修；面积含公摊或者空置部分。",
        "Remote or restricted property; a lower rent for a charity; the tenant pays for the "
        "fittings; the area contains parts that are shared or empty.",
    ),
    exclusions=(
        Text(
            "同类在期租约（含本约）不足八份的不适用",
            "fewer than eight running leases of the class, itself included: not applicable",
        ),
        Text("已到期的租约不比", "leases that have ended are not compared"),
    ),
    assumptions=(
        Text(
            "面积取卡片的出租出借面积，未报或者为 0 的取全部面积；类别为完整的资产分类代码",
            "the area is the card's area let, or all of it where that is not reported or 0; the "
            "class is the whole code",
        ),
        Text(
            "同一资产有几份在期租约时，各自面积不明，判为未知，也不作比较对象",
            "where an asset has several running leases the area of each is not known: unknown, and "
            "no peer to others",
        ),
        Text(
            "每平方米年租金算到百万分之一元；中位数不含本约",
            "rents for a square metre are taken to a millionth of a yuan; the median leaves the "
            "lease itself out",
        ),
    ),
    examples=(
        Example(
            story="half the median of the seven others is borne, a fen less is not",
            given={
                "asset_card": [
                    *(
                        {
                            "asset": f"{place}-{kind}-{n}",
                            "region": place,
                            "stated_on": date(2026, 9, 30),
                            "asset_class": kind,
                            "area": Decimal(1),
                        }
                        for place, kind, _ in GROUPS
                        for n in range(1, 9)
                    ),
                    {
                        "asset": "410100-1020000-1",
                        "stated_on": date(2026, 8, 31),
                        "area": Decimal(9),
                    },
                ],
                "asset_use": [
                    {
                        "event": f"{kind}-{n}",
                        "region": place,
                        "asset": f"{place}-{kind}-{n}",
                        "due_income": Decimal(rent),
                    }
                    for place, kind, rents in GROUPS
                    for n, rent in enumerate(rents, start=1)
                ],
            },
            fails={"1020000-1": Severity.YELLOW},
            at_stake={"1020000-1": Decimal("50.01")},
            passes=[
                *(f"1020000-{n}" for n in range(2, 9)),
                *(f"1010000-{n}" for n in range(1, 9)),
                *(f"410200 1020000-{n}" for n in range(1, 9)),
            ],
            boundary=True,
        ),
        Example(
            story="a class of dearer rents does not lift the fence of another",
            given={
                "asset_card": [
                    *({"asset": f"E{n}", "area": Decimal(1)} for n in range(1, 9)),
                    *(
                        {"asset": f"F{n}", "area": Decimal(1), "asset_class": "1010000"}
                        for n in range(1, 20)
                    ),
                    *(
                        {"asset": f"E{n}", "area": Decimal(1), "region": "410200"}
                        for n in range(1, 20)
                    ),
                ],
                "asset_use": [
                    *(
                        {"event": f"G{n}", "asset": f"E{n}", "due_income": Decimal(10)}
                        for n in range(1, 9)
                    ),
                    *(
                        {"event": f"H{n}", "asset": f"F{n}", "due_income": Decimal(100)}
                        for n in range(1, 20)
                    ),
                    *(
                        {
                            "event": f"G{n}",
                            "region": "410200",
                            "asset": f"E{n}",
                            "due_income": Decimal(100),
                        }
                        for n in range(1, 20)
                    ),
                ],
            },
            passes=[
                *(f"G{n}" for n in range(1, 9)),
                *(f"H{n}" for n in range(1, 20)),
                *(f"410200 G{n}" for n in range(1, 20)),
            ],
        ),
        Example(
            story="the median is of the others: a low rent does not pull its own fence down",
            given={
                "asset_card": [{"asset": f"E{n}", "area": Decimal(1)} for n in range(1, 10)],
                "asset_use": [
                    {
                        "event": f"G{n}",
                        "asset": f"E{n}",
                        "due_income": Decimal(rent),
                    }
                    for n, rent in enumerate(
                        (
                            "54.99",
                            "60.00",
                            "70.00",
                            "80.00",
                            "100.00",
                            "120.00",
                            "130.00",
                            "140.00",
                            "150.00",
                        ),
                        start=1,
                    )
                ],
            },
            fails={"G1": Severity.YELLOW},
            at_stake={"G1": Decimal("55.01")},
            passes=["G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9"],
            boundary=True,
        ),
        Example(
            story="a rent that was not reported is no peer: seven are too few to compare",
            given={
                "asset_card": [{"asset": f"E{n}", "area": Decimal(1)} for n in range(1, 9)],
                "asset_use": [
                    {
                        "event": f"G{n}",
                        "asset": f"E{n}",
                        "due_income": {1: Decimal("1.00"), 8: None}.get(n, Decimal("100.00")),
                    }
                    for n in range(1, 9)
                ],
            },
            not_applicable=["G1", "G2", "G3", "G4", "G5", "G6", "G7"],
            unknown={"G8": "asset_use.due_income"},
            boundary=True,
        ),
        Example(
            story="peers are running leases of one class and one government",
            given={
                "asset_card": [
                    *({"asset": f"E{n}", "area": Decimal(1)} for n in range(1, 8)),
                    {"asset": "E8", "area": Decimal(1), "asset_class": "1010000"},
                    {"asset": "E9", "area": Decimal(1), "region": "410200"},
                    {"asset": "E10", "area": Decimal(1)},
                    {"asset": "E11", "area": Decimal(1)},
                    {"asset": "E12", "area": Decimal(1)},
                ],
                "asset_use": [
                    *(
                        {"event": f"G{n}", "asset": f"E{n}", "due_income": Decimal(n)}
                        for n in range(1, 9)
                    ),
                    {"event": "G9", "asset": "E9", "region": "410200"},
                    {"event": "G10", "asset": "E10", "ends_on": date(2026, 9, 29)},
                    {"event": "G11", "asset": "E11", "kind": "2"},
                    {"event": "G12", "asset": "E12", "started_on": date(2026, 10, 1)},
                ],
            },
            not_applicable=["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "410200 G9"],
        ),
        Example(
            story=(
                "by the area that is let, and by all of it where that is not told; to its last day"
            ),
            given={
                "asset_card": [
                    {"asset": "E1", "area": Decimal(100), "leased_area": Decimal(1)},
                    {"asset": "E2", "area": Decimal(100), "leased_area": None},
                    {"asset": "E1", "stated_on": date(2026, 7, 31), "area": Decimal(900)},
                    {"asset": "E1", "stated_on": date(2026, 10, 31), "area": Decimal(900)},
                    *(
                        {"asset": f"E{n}", "area": Decimal(1), "leased_area": Decimal(0)}
                        for n in range(3, 10)
                    ),
                ],
                "asset_use": [
                    {
                        "event": "G1",
                        "asset": "E1",
                        "due_income": Decimal("100.00"),
                        "started_on": date(2026, 9, 30),
                    },
                    {"event": "G2", "asset": "E2", "due_income": Decimal("200.00")},
                    *(
                        {
                            "event": f"G{n}",
                            "asset": f"E{n}",
                            "due_income": Decimal("100.00"),
                            "ends_on": None if n == 3 else date(2026, 9, 30),
                        }
                        for n in range(3, 10)
                    ),
                ],
            },
            fails={"G2": Severity.YELLOW},
            at_stake={"G2": Decimal("9800.00")},
            passes=["G1", "G3", "G4", "G5", "G6", "G7", "G8", "G9"],
        ),
        Example(
            story="where all the others are free, a free one is not below them",
            given={
                "asset_card": [{"asset": f"E{n}", "area": Decimal(1)} for n in range(1, 9)],
                "asset_use": [
                    {"event": f"G{n}", "asset": f"E{n}", "due_income": Decimal("0.00")}
                    for n in range(1, 9)
                ],
            },
            passes=["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8"],
            boundary=True,
        ),
        Example(
            story="what was not reported is unknown and no peer, by its name",
            given={
                "asset_card": [
                    {"asset": "E1", "asset_class": None},
                    {"asset": "E2", "area": None},
                    {"asset": "E3", "area": Decimal(0)},
                    {"asset": "E4"},
                    {"asset": "E5"},
                    {"asset": "E6", "stated_on": date(2026, 7, 31)},
                ],
                "asset_use": [
                    {"event": "G1", "asset": "E1"},
                    {"event": "G2", "asset": "E2"},
                    {"event": "G3", "asset": "E3"},
                    {"event": "G4", "asset": "E4", "due_income": None},
                    {"event": "G5", "asset": "E5"},
                    {"event": "G5b", "asset": "E5"},
                    {"event": "G6", "asset": "E6"},
                ],
            },
            unknown={
                "G1": "asset_card.asset_class",
                "G2": "asset_card.area",
                "G3": "asset_card.area",
                "G4": "asset_use.due_income",
                "G5": "the area of each of its leases",
                "G5b": "the area of each of its leases",
                "G6": "asset_card",
            },
        ),
        Example(
            story="without the cards no area is known",
            given={"asset_use": [{}]},
            missing=["asset_card"],
            unknown={"": "feed missing: asset_card"},
        ),
    ),
)
