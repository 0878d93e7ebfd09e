-- 支付编号. Every payment as it was delivered, with the night's numbers for what it is charged to (lineage.charge), for its
-- payee (lineage.payee) and for the payee's account (lineage.account), so that rules compare numbers where they would texts.
create view lineage.payment as
select * exclude (file, line) from kept.payment;
update kept.payment as p
set charge = c.charge
from lineage.charge as c
where c.region = p.region
    and c.unit = p.unit
    and c.fiscal_year = p.fiscal_year
    and c.allotment is not distinct from p.allotment
    and c.project is not distinct from p.project
    and c.fund is not distinct from p.fund
    and c.function_item is not distinct from p.function_item
    and c.government_economic is not distinct from p.government_economic
    and c.department_economic is not distinct from p.department_economic;
update kept.payment as p
set spelling = n.spelling, payee_key = n.payee_key
from lineage.payee as n
where n.payee = p.payee;
update kept.payment as p
set account = a.account
from lineage.account as a
where a.payee_account = p.payee_account;
