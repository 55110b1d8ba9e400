CREATE TABLE purchases (
    key         TEXT PRIMARY KEY,
    version     INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    carrier     TEXT NOT NULL,
    state       TEXT NOT NULL,
    work        INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    for_order   TEXT,
    supplier    TEXT,
    cost        INTEGER,   -- in minor units of the currency
    currency    TEXT,
    begun       INTEGER NOT NULL,   -- moments are milliseconds since 1970
    changed     INTEGER NOT NULL,
    due         INTEGER,
    body        TEXT NOT NULL
) STRICT;

CREATE INDEX purchases_due ON purchases (due) WHERE due IS NOT NULL;
CREATE INDEX purchases_work ON purchases (begun) WHERE work;
CREATE INDEX purchases_order ON purchases (for_order) WHERE for_order IS NOT NULL;
-- Spend limits sum what was begun lately.
CREATE INDEX purchases_spent ON purchases (begun, currency, state, cost, carrier, supplier);

CREATE TABLE papers (
    key      TEXT NOT NULL REFERENCES purchases (key),
    place    INTEGER NOT NULL,   -- from 0, in the order they came
    about    TEXT NOT NULL,      -- the document as JSON, without its content
    hash     BLOB NOT NULL,      -- SHA-256 of the content
    content  BLOB NOT NULL,
    PRIMARY KEY (key, place)
) STRICT;
