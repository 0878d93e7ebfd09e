-- 工作日. One row for each day of the years whose notice of the State Council is known.
-- `nth` counts the working days up to and with the day, so that the difference of two is the number
-- of working days between them. A year without a notice has no rows: who needs one of its days
-- must say that it is unknown, never that it is no working day.
create table calendar.working_day (
    day     date    not null,
    working boolean not null,  -- moved weekends are worked
    nth     integer not null   -- running number of working days
);
