-- 字典. Which dictionary of codes a year was held against, and whose it is: the site's own (delivered), the one that comes
-- with the product (bundled, from the year of its edition on, a skeleton), or the short list of the feeds' contract (contract).
create table ops.dictionary (
    dictionary  varchar not null,  -- function, revenue, government_economic, …, region, unit, or feed.column
    fiscal_year integer not null,
    origin      varchar,           -- delivered, bundled, contract; null: there is none
    edition     varchar,           -- of a bundled one
    codes       bigint  not null
);
