-- 沿革. What a unit stands as from a day on, over any number of changes; of several rows up to a day the latest counts.
-- split: the unit went on as several, and its history is nobody's alone.
create table lineage.unit (
    region       varchar not null,
    unit         varchar not null,
    stands_as    varchar not null,
    effective_on date    not null,
    split        boolean not null
);
insert into lineage.unit
with recursive steps as (
    select region, old_unit as unit, new_unit as stands_as, effective_on, kind = '3' as split
    from core.succession
    where old_unit <> new_unit
    union
    select s.region, s.unit, c.new_unit, c.effective_on, s.split or c.kind = '3'
    from steps s
    join core.succession c
        on c.region = s.region
        and c.old_unit = s.stands_as
        and c.effective_on >= s.effective_on
    where c.new_unit not in (s.unit, s.stands_as)
)
select region, unit, stands_as, effective_on, bool_or(split)
from steps
group by region, unit, stands_as, effective_on
order by all;
