-- 留存. Which pinned nights held a figure that was restated since.
create table ops.pinned_row (
    night date    not null,
    file  integer not null,
    line  bigint  not null
);
