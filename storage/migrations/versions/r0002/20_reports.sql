-- What people report in their own words, calls that were none, the agencies' contact books and the gazetteer. Who
-- called is personal: it stands in siaga.report and siaga.nuisance alone, and never in the audit or on the wall.
CREATE TABLE siaga.area (
    code text PRIMARY KEY CHECK (code ~ '^[0-9][0-9.]{1,19}$'),
    kecamatan text NOT NULL CHECK (kecamatan ~ '\S' AND length(kecamatan) <= 120),
    desa text NOT NULL CHECK (desa ~ '\S' AND length(desa) <= 120),
    boundary text NOT NULL DEFAULT '' CHECK (octet_length(boundary) <= 1048576)  -- a GeoJSON geometry
);

-- The version of places and areas as a whole: an import of thousands of rows is one change.
CREATE TABLE siaga.gazetteer (
    id uuid PRIMARY KEY CHECK (id = '00000000-0000-0000-0000-000000000001'),
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    version integer NOT NULL DEFAULT 1
);
INSERT INTO siaga.gazetteer (id) VALUES ('00000000-0000-0000-0000-000000000001');

ALTER TABLE siaga.ticket ADD COLUMN landmark text NOT NULL DEFAULT '' CHECK (length(landmark) <= 200);
ALTER TABLE siaga.ticket ADD COLUMN area_code text REFERENCES siaga.area (code);
-- Of its reports, kept beside them by a trigger: a list reads this, and the wall may read nothing else of a report.
ALTER TABLE siaga.ticket ADD COLUMN channel text NOT NULL DEFAULT 'camera'
    CHECK (channel IN ('telephone', 'public', 'radio', 'camera', 'counter'));
ALTER TABLE siaga.ticket ADD COLUMN reports integer NOT NULL DEFAULT 0;

CREATE TABLE siaga.report (
    id uuid PRIMARY KEY,
    ticket_id uuid NOT NULL REFERENCES siaga.ticket (id),
    channel text NOT NULL CHECK (channel IN ('telephone', 'public', 'radio', 'camera', 'counter')),
    words text NOT NULL DEFAULT '' CHECK (length(words) <= 5000),
    caller_name text NOT NULL DEFAULT '' CHECK (length(caller_name) <= 120),
    caller_number text NOT NULL DEFAULT '' CHECK (length(caller_number) <= 40),
    -- The number as it is compared (storage/model/callers.py).
    number_key text NOT NULL DEFAULT '' CHECK (number_key ~ '^[+]?[0-9]{0,40}$'),
    -- By the desk's clock, which is the one that saw it; NULL where nobody took a call.
    handled_s double precision CHECK (handled_s BETWEEN 0 AND 86400),
    received_at timestamptz NOT NULL DEFAULT now(),
    received_by text NOT NULL DEFAULT session_user,
    version integer NOT NULL DEFAULT 1  -- which report of its ticket, for the feed
);
CREATE INDEX report_ticket ON siaga.report (ticket_id, version);
CREATE INDEX report_received ON siaga.report (received_at);
CREATE INDEX report_number ON siaga.report (number_key) WHERE number_key <> '';

CREATE TABLE siaga.nuisance (
    id uuid PRIMARY KEY,
    channel text NOT NULL CHECK (channel IN ('telephone', 'public', 'radio', 'camera', 'counter')),
    caller_number text NOT NULL DEFAULT '' CHECK (length(caller_number) <= 40),
    number_key text NOT NULL DEFAULT '' CHECK (number_key ~ '^[+]?[0-9]{0,40}$'),
    noted_at timestamptz NOT NULL DEFAULT now(),
    noted_by text NOT NULL DEFAULT session_user
);
CREATE INDEX nuisance_noted ON siaga.nuisance (noted_at);
CREATE INDEX nuisance_number ON siaga.nuisance (number_key) WHERE number_key <> '';

CREATE TABLE siaga.contact (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES siaga.agency (id),
    name text NOT NULL CHECK (name ~ '\S' AND length(name) <= 120),
    duty text NOT NULL DEFAULT '' CHECK (length(duty) <= 120),
    phone text NOT NULL DEFAULT '' CHECK (length(phone) <= 40),
    radio text NOT NULL DEFAULT '' CHECK (length(radio) <= 60),
    position integer NOT NULL DEFAULT 0,
    active boolean NOT NULL DEFAULT true,
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    version integer NOT NULL DEFAULT 1
);
CREATE INDEX contact_agency ON siaga.contact (agency_id, position);
