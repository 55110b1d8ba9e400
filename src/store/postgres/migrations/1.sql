CREATE TABLE purchases (
    key         TEXT PRIMARY KEY,
    version     INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    carrier     TEXT NOT NULL,
    state       TEXT NOT NULL,
    work        BOOLEAN NOT NULL,
    fingerprint BYTEA NOT NULL,
    for_order   TEXT,
    supplier    TEXT,
    cost        BIGINT,   -- in minor units of the currency
    currency    TEXT,
    begun       BIGINT NOT NULL,   -- moments are milliseconds since 1970
    changed     BIGINT NOT NULL,
    due         BIGINT,
    body        TEXT NOT NULL
) WITH (toast_tuple_target = 8160);   -- to squeeze a body of some kilobytes costs more time than it saves

CREATE INDEX purchases_due ON purchases (due) WHERE due IS NOT NULL;
CREATE INDEX purchases_work ON purchases (begun) WHERE work;
CREATE INDEX purchases_order ON purchases (for_order) WHERE for_order IS NOT NULL;
-- Spend limits sum what was begun lately.
CREATE INDEX purchases_spent ON purchases (begun, currency, state, cost, carrier, supplier);

CREATE TABLE papers (
    key      TEXT NOT NULL REFERENCES purchases (key),
    place    INTEGER NOT NULL,   -- from 0, in the order they came
    about    TEXT NOT NULL,      -- the document as JSON, without its content
    hash     BYTEA NOT NULL,      -- SHA-256 of the content
    content  BYTEA NOT NULL,
    PRIMARY KEY (key, place)
);
