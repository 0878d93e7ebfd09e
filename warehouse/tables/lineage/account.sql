-- 收款账号. Every account that was paid into, with a number in the order of the texts, this night's alone.
create table lineage.account (
    account       integer not null,
    payee_account varchar not null
);
insert into lineage.account
select cast(row_number() over (order by payee_account) as integer) as account, payee_account
from (select distinct payee_account from core.payment where payee_account is not null) as told
order by account;
