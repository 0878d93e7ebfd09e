-- 检索. Every name that can be looked for, one row for each name and what goes by it; former names lead to the present one.
-- Payees are organisations alone: a natural person is not in here, so nobody finds one. The most money stands first.
create table ops.name (
    kind     varchar not null,  -- unit, department, project, enterprise or payee
    region   varchar not null,
    code     varchar not null,
    name     varchar not null,
    was      varchar,           -- the former name that this row is found by
    folded   varchar not null,  -- the name in letters and digits alone: half-width, lower case, no signs
    initials varchar not null,  -- the first letters of its pinyin, by single characters and some words
    letters  ubigint not null,  -- marks of the letters of the folded name: a letter sets one of 64 bits
    pairs    ubigint not null   -- marks of the two letters that follow each other in the initials and in the code
);
