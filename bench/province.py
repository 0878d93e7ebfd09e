"""An invented province, as large as wanted: kept rows as the dock leaves them, and their night.

Everything is made by DuckDB from the number of a row, so that the same size gives the same rows.
181 governments, 12,000 units, 400,000 allotments, 3 million asset cards and two fiscal years;
`payments` alone grows. Money is spent as a province spends it: a unit pays a few payees often and
many seldom, nearly every payment is small, and one in some thousands breaks a rule.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from ingest.feeds import all_feeds
from warehouse.build import Built, Means, Night, build
from warehouse.kept import KeptFile
from warehouse.period import Period
from warehouse.shapes import tables

AS_OF = date(2026, 12, 31)
NOW = datetime(2027, 1, 1, tzinfo=UTC)
PROVINCE = "410000"

DRAWN = """
create macro drawn(i, salt) as (hash(i * 31 + salt) % 1000000)::double / 1000000;
create macro pick(i, salt, n) as (hash(i * 31 + salt) % n)::bigint;
create macro yuan(x) as cast(round(x, 2) as decimal(18, 2));
create macro among(list, i) as list[(i % len(list) + 1)::bigint];
"""

BUILDING = {
    # Governments: a province, 18 cities of 9 counties each.
    "places": """
        select row_number() over (order by region) - 1 as nth, region, tier
        from (
            select '410000' as region, '2' as tier
            union all
            select '41' || lpad(c::varchar, 2, '0') || '00', '3' from range(1, 19) t(c)
            union all
            select '41' || lpad(c::varchar, 2, '0') || lpad(d::varchar, 2, '0'), '4'
            from range(1, 19) t(c), range(1, 10) s(d)
        )
    """,
    "years": "select unnest([2025, 2026]) as fiscal_year",
    "functions": """
        select
            row_number() over (order by class, nth) - 1 as nth,
            class || lpad((nth // 4 + 1)::varchar, 2, '0') || lpad((nth % 4 + 1)::varchar, 2, '0')
                as code
        from (select unnest(['201', '204', '205', '206', '207', '208', '210', '211', '212', '213',
            '214', '215', '216', '220', '221', '224']) as class), range(12) t(nth)
    """,
    "economics": """
        select row_number() over (order by code) - 1 as nth, code
        from (
            select '302' || lpad(n::varchar, 2, '0') as code from range(1, 32) t(n)
            union all select '310' || lpad(n::varchar, 2, '0') from range(1, 10) t(n)
            union all select '303' || lpad(n::varchar, 2, '0') from range(1, 6) t(n)
        )
    """,
    "units": """
        select
            u, p.region, p.tier, p.region || lpad(u::varchar, 6, '0') as unit,
            p.region || lpad((u % 181 + 181 * (u // 1810))::varchar, 6, '0') as department
        from range($units) t(u)
        join places p on p.nth = u % 181
    """,
    "lots": """
        select
            a, y.fiscal_year, u.region, u.unit,
            'BGT' || y.fiscal_year || lpad(a::varchar, 8, '0') as allotment,
            'PRO' || lpad((u.u * 5 + pick(a, 1, 5))::varchar, 8, '0') as project,
            f.code as function_item, e.code as department_economic,
            case when pick(a, 5, 12) = 0 then '2' else '1' end as fund
        from range($allotments // 2) t(a)
        join units u on u.u = a % $units
        join functions f on f.nth = pick(a, 2, 192)
        join economics e on e.nth = pick(a, 3, 45)
        cross join years y
    """,
    "payees": """
        select
            p,
            case
                when p % 20 = 0 then among(['王', '李', '张', '刘', '陈', '杨', '赵'], p // 20)
                    || chr((19968 + pick(p, 1, 8000))::integer)
                    || chr((19968 + pick(p, 2, 8000))::integer)
                else among(['郑州市', '开封市', '洛阳市', '平顶山市', '安阳市', '新乡市'], p)
                    || chr((19968 + pick(p, 3, 4000))::integer)
                    || chr((19968 + pick(p, 4, 4000))::integer)
                    || among(['商贸有限公司', '建筑工程有限责任公司', '物业服务有限公司', '印刷厂',
                        '科技有限公司', '（集团）有限公司', '医院', '学校', '电力公司'], p // 7)
            end as payee,
            '6222' || lpad((p * 7919)::varchar, 15, '0') as payee_account
        from range(300000) t(p)
    """,
}

FEEDS = {
    "region": "select region, '政府' || region as name, case tier when '2' then null "
    "when '3' then '410000' else left(region, 4) || '00' end as parent, tier from places",
    "unit": """
        select unit, fiscal_year, region, '单位' || unit as name, department,
            '部门' || department as department_name, among(['1', '2'], u) as kind,
            20 + u % 60 as staff_quota, 18 + u % 60 as staff, 3 as vehicle_quota
        from units cross join years
    """,
    "classification": """
        with codes as (
            select 'function' as scheme, code from functions
            union all select 'department_economic', code from economics
        ),
        whole as (
            select scheme, code from codes
            union select scheme, left(code, 5) from codes
            union select scheme, left(code, 3) from codes
            union all select 'revenue', unnest(['101', '10101', '103', '10301', '1010101'])
            union all select 'government_economic', unnest(['502', '50201', '503', '50301'])
        )
        select fiscal_year, scheme, code, '科目' || code as name,
            case length(code) when 3 then null when 5 then left(code, 3) else left(code, 5) end
                as parent
        from whole cross join years
    """,
    "project": """
        select 'PRO' || lpad((u * 5 + k)::varchar, 8, '0') as project, fiscal_year, region,
            '项目' || u || '号' || k as name, case when k < 2 then '2' else '3' end as category,
            unit, 2025 as start_year, 3 as term_years,
            cast(case when k < 2 then null else 90000000000 end as decimal(18, 2)) as total_amount,
            true as has_target, k = 4 as is_key
        from units cross join range(5) t(k) cross join years
    """,
    "payment": """
        select
            'PAY' || lpad(i::varchar, 12, '0') as payment,
            l.fiscal_year, l.region, 'V' || lpad(i::varchar, 10, '0') as voucher,
            case when i % 100003 = 0 then 'BGT' || i else l.allotment end as allotment,
            l.unit, l.project, l.fund, l.function_item, '50201' as government_economic,
            l.department_economic,
            date '2025-01-04' + (365 * (l.fiscal_year - 2025) + d)::integer as requested_on,
            date '2025-01-05' + (365 * (l.fiscal_year - 2025) + d)::integer as paid_on,
            case
                when i % 211 = 0 then yuan(-exp(5 + 4 * drawn(i, 11)))
                when i % 2003 = 0 then cast(5000 * (1 + i % 3) as decimal(18, 2))
                when i % 50021 = 0 then cast(6000000 as decimal(18, 2))
                else yuan(exp(5 + 5 * drawn(i, 11) * drawn(i, 12) + drawn(i, 13)))
            end as amount,
            '1' as method,
            case when i % 211 = 0 then '2' when i % 997 = 0 then '9' else '1' end as business,
            case when i % 5003 = 0 then '2' else '1' end as settlement,
            '4100' || left(l.unit, 12) as payer_account,
            p.payee,
            case when i % 1009 = 0 then null
                when i % 60013 = 0 then '6222999' || i % 50
                else p.payee_account end as payee_account,
            '中国建设银行' as payee_bank,
            among(['办公费', '维修费', '服务费', '材料款'], i) as purpose,
            case when i % 97 = 0 then 'CON' || lpad((pick(i, 14, 100000))::varchar, 8, '0') end
                as contract,
            case when i % 499 = 0 then 'BOND' || lpad((pick(i, 15, 2000))::varchar, 6, '0') end
                as bond
        from (
            select i, pick(i, 1, $allotments) as lot, pick(i, 2, 358) as d,
                floor(200 * drawn(i, 3) * drawn(i, 4))::bigint as often
            from range($first, $last) t(i)
        ) made
        join numbered l on l.nth = made.lot
        join payees p on p.p = (l.u * 7919 + often * 104729) % 300000
    """,
    "allotment": """
        select
            l.allotment, fiscal_year, region, unit, project, '财指' || a as document,
            null::varchar as superior_document, make_date(fiscal_year, 2, 10) as issued_on,
            case when a % 50 = 0 then '2' when a % 400 = 1 then '3' else '1' end as kind,
            case when a % 400 = 1 then fiscal_year - 1 end as origin_year,
            fund, function_item, '50201' as government_economic, department_economic,
            yuan(coalesce(paid, 0) * case when a % 5003 = 0 then 0.98 when a % 300 = 0 then 2.5
                else 1.04 end + 1) as amount,
            cast(0 as decimal(18, 2)) as frozen, true as active
        from lots l left join spent s using (allotment)
    """,
    "allotment_change": """
        select 'CHG' || fiscal_year || a as change, fiscal_year, region,
            make_date(fiscal_year, 8, 1 + (a % 28)::integer) as changed_on,
            among(['1', '2'], a) as kind, allotment, null::varchar as source_allotment,
            cast(case when a % 2 = 0 then 500 else -100 end as decimal(18, 2)) as amount,
            '财调' || a as approval
        from lots where a % 40 = 0
    """,
    "department_budget": """
        select 'LINE' || fiscal_year || a as line, fiscal_year, region, unit, project, fund,
            function_item, '50201' as government_economic, department_economic,
            yuan(coalesce(paid, 0) * 1.1) as requested, yuan(coalesce(paid, 0) * 1.03) as approved,
            false as is_procurement, false as is_unassigned
        from lots l left join spent s using (allotment)
    """,
    "receipt": """
        select 'INC' || lpad(i::varchar, 10, '0') as receipt, 2025 + i % 2 as fiscal_year,
            p.region, date '2025-01-03' + (365 * (i % 2) + pick(i, 1, 360))::integer as received_on,
            null::date as paid_in_on, among(['1010101', '1010101', '1010101', '10301'], i) as
            revenue_item, null::varchar as collector, yuan(exp(6 + 6 * drawn(i, 2))) as amount
        from range(2000000) t(i) join places p on p.nth = pick(i, 3, 181)
    """,
    "asset_card": """
        select 'AST' || lpad(i::varchar, 9, '0') as asset, u.region, stated_on, u.unit,
            '资产' || i % 1000 as name, among(['2010104', '1020100', '2030500', '5010100'], i) as
            asset_class, case when i % 997 = 0 then '4' when i % 499 = 0 then '2' else '1' end as
            status, case when i % 997 = 0 then date '2025-03-01' end as idle_since,
            date '2015-01-01' + (i % 3000)::integer as acquired_on,
            date '2015-02-01' + (i % 3000)::integer as booked_on,
            date '2015-02-01' + (i % 3000)::integer as in_use_from,
            yuan(exp(7 + 4 * drawn(i, 1))) as cost, yuan(exp(5 + 4 * drawn(i, 1))) as net_value,
            case when i % 4 = 1 then cast(200 + i % 800 as decimal(18, 6)) end as area,
            cast(case when i % 997 = 0 then 100 else 0 end as decimal(18, 6)) as idle_area,
            cast(case when i % 499 = 0 then 100 else 0 end as decimal(18, 6)) as leased_area,
            'C' || i as certificate
        from range($cards) t(i)
        join units u on u.u = i % $units
        cross join (select date '2026-12-31' as stated_on)
    """,
    "asset_use": """
        select 'USE' || i as event, u.region, 'AST' || lpad((i * 499)::varchar, 9, '0') as asset,
            u.unit, case when i % 3 = 0 then '3' else '1' end as kind,
            date '2025-02-01' + (i % 600)::integer as started_on,
            case when i % 3 > 0 then date '2027-06-01' end as ends_on, '批' || i as approval,
            cast(12000 as decimal(18, 2)) as due_income, cast(12000 as decimal(18, 2)) as handed_in,
            date '2026-06-30' as due_on, '到期' as reason
        from range(6000) t(i) join units u on u.u = (i * 499) % $units
    """,
    "contract": """
        select 'CON' || lpad(i::varchar, 8, '0') as contract, u.region, u.unit,
            null::varchar as project, 'C0201' as item, among(['1', '3', '5'], i) as procedure,
            p.payee as supplier, i % 2 = 0 as is_small_firm,
            cast(1200000 as decimal(18, 2)) as budget,
            cast(1100000 + i % 1000 as decimal(18, 2)) as amount,
            cast(0 as decimal(18, 2)) as supplement,
            date '2025-03-01' + (i % 500)::integer as awarded_on,
            date '2025-03-20' + (i % 500)::integer as signed_on,
            date '2025-03-21' + (i % 500)::integer as published_on,
            date '2025-03-24' + (i % 500)::integer as filed_on,
            date '2025-06-01' + (i % 400)::integer as delivered_on
        from range(100000) t(i)
        join units u on u.u = i % $units
        join payees p on p.p = (u.u * 7919 + (i % 50) * 104729) % 300000
    """,
    "investment_project": """
        select 'INV' || i as project, u.region, date '2026-12-31' as stated_on, '工程' || i as name,
            u.unit, cast(90000000 as decimal(18, 2)) as estimate,
            cast(88000000 as decimal(18, 2)) as approved_cost,
            cast(40000000 as decimal(18, 2)) as invested,
            date '2025-03-01' as planned_start_on, date '2025-03-15' as started_on,
            date '2027-12-31' as planned_finish_on, null::date as accepted_on,
            null::date as final_accounts_on
        from range(20000) t(i) join units u on u.u = i % $units
    """,
    "performance": """
        select 'PRO' || lpad((u * 5 + k)::varchar, 8, '0') as project, fiscal_year, region,
            null::varchar as indicator, cast(80 + (u + k) % 20 as decimal(18, 6)) as score,
            null::decimal(18, 6) as target_value, null::decimal(18, 6) as actual_value
        from units cross join range(5) t(k) cross join years
    """,
    "transfer": """
        select 'TRA' || fiscal_year || '-' || i as transfer, fiscal_year, '410000' as region,
            p.region as to_region, among(['1', '2'], i) as kind, '文' || i as document,
            '补助' || i as project, make_date(fiscal_year, 2, 1) as budget_approved_on,
            make_date(fiscal_year, 2, 5) as received_on, make_date(fiscal_year, 2, 20) as issued_on,
            cast(5000000 as decimal(18, 2)) as amount, false as is_early_notice, false as is_direct
        from range(20000) t(i) join places p on p.nth = 1 + i % 180 cross join years
    """,
    "statement": """
        with codes as (
            select distinct left(code, 3) as code from functions
            union select distinct left(code, 5) from functions union select code from functions
        ),
        levels as (
            select region, fiscal_year, month, left(code, unnest([3, 5, 7])) as code, paid
            from made_months
        ),
        summed as (
            select region, fiscal_year, month, code, sum(paid) as paid from levels group by all
        ),
        reckoned as (
            select p.region, fiscal_year, month::integer as month, code,
                sum(coalesce(paid, 0)) over (
                    partition by p.region, fiscal_year, code order by month
                ) as paid
            from places p cross join years cross join range(0, 13) t(month) cross join codes
            left join summed using (region, fiscal_year, month, code)
        )
        select fiscal_year, region, month, '1' as book, '2' as side, code,
            cast(1000000 * length(code) as decimal(18, 2)) as approved,
            cast(1000000 * length(code) as decimal(18, 2)) as revised,
            cast(paid + case when length(code) = 7 and hash(region || code || month) % 5003 = 0
                then 1000 else 0 end as decimal(18, 2)) as executed,
            cast(70000 * month * length(code) as decimal(18, 2)) as last_year,
            cast(0 as decimal(18, 2)) as carried_over, cast(0 as decimal(18, 2)) as unspent
        from reckoned
    """,
    "treasury_balance": """
        select region, date '2025-01-01' + d::integer as stated_on,
            cast(900000000 as decimal(18, 2)) as opening, cast(1000000 as decimal(18, 2)) as inflow,
            cast(1000000 as decimal(18, 2)) as outflow, cast(900000000 as decimal(18, 2)) as closing
        from places cross join range(730) t(d)
    """,
    "debt_position": """
        select region, make_date(2026, m::integer, 28) as stated_on, kind,
            cast(9000000000 as decimal(18, 2)) as ceiling,
            cast(8000000000 as decimal(18, 2)) as outstanding, cast(0 as decimal(18, 2)) as overdue,
            case when kind = '1' then cast(20000000000 as decimal(18, 2)) end
                as comprehensive_resources
        from places cross join range(1, 13) t(m) cross join (select unnest(['1', '2']) as kind)
    """,
    "bond": """
        select 'BOND' || lpad(i::varchar, 6, '0') as bond, p.region, '债券' || i as name,
            among(['1', '2'], i) as kind, '1' as purpose,
            date '2020-03-01' + (i % 2000)::integer as issued_on,
            date '2030-03-01' + (i % 2000)::integer as matures_on,
            cast(0.03 as decimal(18, 8)) as coupon, cast(400000000 as decimal(18, 2)) as amount,
            date '2020-03-10' + (i % 2000)::integer as proceeds_on
        from range(2000) t(i) join places p on p.nth = i % 181
    """,
    "bond_project": """
        select b.bond, 'PRO' || lpad(i::varchar, 8, '0') as project, b.region,
            '项目' || i as project_name, '交通' as field, '业主' as owner,
            cast(100000000 as decimal(18, 2)) as allocated,
            cast(100000000 as decimal(18, 2)) as handed_over,
            b.proceeds_on + 10 as handed_over_on, cast(95000000 as decimal(18, 2)) as spent,
            cast(9000000 as decimal(18, 2)) as income_forecast,
            cast(9000000 as decimal(18, 2)) as income_actual,
            cast(9000000 as decimal(18, 2)) as income_handed_in, stated_on
        from range(8000) t(i)
        join made_bond b on b.bond = 'BOND' || lpad((i % 2000)::varchar, 6, '0')
        cross join (select unnest([date '2026-11-30', date '2026-12-31']) as stated_on)
    """,
    "debt_service": """
        select bond, region, make_date(2021 + y::integer, 6, 15) as due_on, '2' as part,
            cast(12000000 as decimal(18, 2)) as due,
            case when y < 6 then cast(12000000 as decimal(18, 2)) end as paid,
            case when y < 6 then make_date(2021 + y::integer, 6, 10) end as paid_on
        from made_bond cross join range(10) t(y)
    """,
    "enterprise": """
        select '91' || lpad(i::varchar, 16, '0') as enterprise, p.region,
            '2026-' || lpad(m::varchar, 2, '0') as month, '企业' || i as name,
            cast(900000000 as decimal(18, 2)) as assets,
            cast(500000000 as decimal(18, 2)) as liabilities,
            cast(400000000 as decimal(18, 2)) as equity,
            cast(390000000 as decimal(18, 2)) as opening_equity,
            cast(10000000 * m as decimal(18, 2)) as revenue,
            cast(1000000 * m as decimal(18, 2)) as net_profit,
            cast(0.2 as decimal(18, 8)) as profit_due_share,
            cast(9000000 as decimal(18, 2)) as profit_handed_in,
            cast(0 as decimal(18, 2)) as guarantees
        from range(4000) t(i) join places p on p.nth = i % 181 cross join range(1, 13) s(m)
    """,
    "insurance_fund": """
        select region, fiscal_year || '-' || lpad(m::varchar, 2, '0') as month, scheme,
            cast(90000000 as decimal(18, 2)) as income, cast(80000000 as decimal(18, 2)) as outlay,
            cast(1000000000 + 10000000 * (12 * (fiscal_year - 2025) + m) as decimal(18, 2))
                as balance
        from places cross join years cross join range(1, 13) t(m)
        cross join (select unnest(['110', '170', '210', '310', '390', '410']) as scheme)
    """,
    "legal_event": """
        select kind || fiscal_year || region as event, region, fiscal_year, kind,
            null::varchar as subject, make_date(fiscal_year, month, 20) as happened_on,
            null::decimal(18, 2) as amount, '文' as document
        from places cross join years cross join (values ('budget_approved', 1),
            ('adjustment_approved', 8), ('final_accounts_approved', 7)) t(kind, month)
    """,
    "audit_problem": """
        select 'AUD' || i as problem, u.region, 2025 as audit_year, u.unit, '预算执行' as
            problem_class, '问题' as text, cast(100000 as decimal(18, 2)) as amount,
            date '2026-06-25' as reported_on, date '2026-12-25' as due_on,
            cast(100000 as decimal(18, 2)) as remedied, date '2026-11-20' as closed_on
        from range(5000) t(i) join units u on u.u = i % $units
    """,
}


@dataclass(frozen=True)
class Size:
    """How large a province is."""

    payments: int
    units: int = 12_000
    allotments: int = 400_000
    cards: int = 3_000_000
    by_government: bool = False  # payments lie as each government delivers its own, not mixed


def kept_province(folder: Path, size: Size) -> list[KeptFile]:
    """Write the kept rows of every feed; payments in files of five million."""
    folder.mkdir(parents=True, exist_ok=True)
    files: list[KeptFile] = []
    with duckdb.connect(config={"threads": 2, "memory_limit": "6GB"}) as connection:
        connection.execute(f"set temp_directory = '{folder / 'spill'}'")
        connection.execute(DRAWN)
        for name, query in BUILDING.items():
            connection.execute(f"create table {name} as {_sized(query, size)}")
        connection.execute(
            "create table numbered as select row_number() over (order by fiscal_year, a) - 1 as "
            "nth, lots.*, units.u from lots join units using (unit)"
        )
        for first in range(0, size.payments, 5_000_000):
            last = min(first + 5_000_000, size.payments)
            query = FEEDS["payment"].replace("$first", str(first)).replace("$last", str(last))
            if size.by_government:
                query += " order by l.region, l.fiscal_year, paid_on"
            files.append(_keep(connection, folder, "payment", query, size, len(files) + 1))
        paths = [str(file.path) for file in files]
        connection.execute(
            "create table spent as select allotment, sum(amount) as paid "
            f"from read_parquet({paths}) group by all"
        )
        connection.execute(
            "create table made_months as select region, fiscal_year, month(paid_on) as month, "
            "function_item as code, sum(amount) as paid "
            f"from read_parquet({paths}) where fund = '1' and business is distinct from '9' "
            "group by all"
        )
        connection.execute(f"create table made_bond as {_sized(FEEDS['bond'], size)}")
        for feed, query in FEEDS.items():
            if feed != "payment":
                files.append(_keep(connection, folder, feed, query, size, len(files) + 1))
    return files


def built_province(folder: Path, size: Size) -> tuple[Path, Built]:
    """Build the night of a province of that size in `folder`, and say where it is."""
    files = kept_province(folder / "kept", size)
    path = folder / "province.duckdb"
    night = Night(AS_OF, "bench", NOW)
    return path, build(path, files, night=night, means=Means("6GB", 2))


def _sized(query: str, size: Size) -> str:
    for name in ("units", "allotments", "cards"):
        query = query.replace(f"${name}", str(getattr(size, name)))
    return query


def _keep(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    name: str,
    query: str,
    size: Size,
    number: int,
) -> KeptFile:
    table, feed = tables("core")[name], all_feeds()[name]
    path = folder / f"{number}.parquet"
    columns = ", ".join(f'"{c.name}"::{c.type} as "{c.name}"' for c in table.columns)
    connection.execute(
        f"copy (select {columns}, row_number() over () + 1 as {table.line} "
        f"from ({_sized(query, size)})) to '{path}' (format parquet)"
    )
    sums = "".join(f', coalesce(sum("{column}"), 0)' for column in table.money)
    row = connection.execute(f"select count(*){sums} from read_parquet('{path}')").fetchone()
    assert row is not None
    return KeptFile(
        number=number,
        delivery=1,
        feed=name,
        region=PROVINCE,
        period=Period(2026),
        supplier=f"bench {number}",
        path=path,
        rows=row[0],
        totals=dict(zip(table.money, row[1:], strict=True)),
        part=False,
        stated_at=NOW,
        holds=feed.holds,
        dated=feed.dated,
        key=tuple(feed.key),
    )
