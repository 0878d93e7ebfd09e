-- 应报. What the supply calendar asks for, period by period up to the night, and what came of it.
create table ops.due (
    region     varchar not null,  -- the government whose feed it is
    feed       varchar not null,
    supplier   varchar not null,
    period     varchar not null,
    every      varchar not null,  -- day, month, quarter, year; opening and final are a year's own
    due_on     date,              -- null: the working days of its year are not known
    state      varchar not null,  -- arrived, late, missing, refused (only refused so far), not_due, unknown
    arrived_on date,              -- the day of the first file that stands for it
    days_late  integer,           -- from the day due to the arrival, or to the night; null: not late
    agreed     varchar not null,  -- default, calendar.toml, or the line's number in the ledger
    file       integer not null,  -- the file that stands for it, or the last one refused; 0: none came
    line       bigint  not null   -- of the calendar, as this night has it
);
