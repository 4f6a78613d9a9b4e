-- Tickets, their assignments and stills; the table of transitions; audit; commands; the feed.
CREATE TABLE siaga.transition (
    subject text NOT NULL CHECK (subject IN ('ticket', 'assignment')),
    start text NOT NULL,
    act text NOT NULL,
    "end" text NOT NULL,
    role text NOT NULL,
    needs text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (subject, start, act, role)
);

CREATE TABLE siaga.ticket_number (
    year integer PRIMARY KEY,
    last integer NOT NULL
);

CREATE TABLE siaga.ticket (
    id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    title text NOT NULL CHECK (title <> '' AND length(title) <= 200),
    category text NOT NULL REFERENCES siaga.category (code),
    priority smallint NOT NULL CHECK (priority BETWEEN 1 AND 4),
    state text NOT NULL DEFAULT 'new'
        CHECK (state IN ('new', 'acknowledged', 'in_progress', 'resolved', 'closed', 'rejected')),
    place text NOT NULL DEFAULT '' CHECK (length(place) <= 200),
    description text NOT NULL DEFAULT '' CHECK (length(description) <= 5000),
    camera_id uuid REFERENCES siaga.camera (id),
    latitude double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision CHECK (longitude BETWEEN -180 AND 180),
    owner_id uuid REFERENCES siaga.person (id),
    opened_by text NOT NULL,
    -- The last act and what was said with it: every update names its act, the trigger judges it.
    act text NOT NULL DEFAULT 'open',
    said text NOT NULL DEFAULT '' CHECK (length(said) <= 2000),
    act_count integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    version integer NOT NULL DEFAULT 1
);
CREATE INDEX ticket_open ON siaga.ticket (priority, created_at) WHERE state NOT IN ('closed', 'rejected');
CREATE INDEX ticket_created ON siaga.ticket (created_at);

CREATE TABLE siaga.assignment (
    id uuid PRIMARY KEY,
    ticket_id uuid NOT NULL REFERENCES siaga.ticket (id),
    agency_id uuid NOT NULL REFERENCES siaga.agency (id),
    state text NOT NULL DEFAULT 'dispatched'
        CHECK (state IN ('dispatched', 'accepted', 'under_way', 'on_scene', 'done', 'rejected')),
    act text NOT NULL DEFAULT 'dispatch',
    said text NOT NULL DEFAULT '' CHECK (length(said) <= 2000),
    next_agency_id uuid REFERENCES siaga.agency (id),
    -- The ticket's version that the writer saw; another one now is a conflict.
    seen_version integer,
    dispatched_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX assignment_ticket ON siaga.assignment (ticket_id);
CREATE INDEX assignment_agency ON siaga.assignment (agency_id);
CREATE UNIQUE INDEX assignment_open_agency ON siaga.assignment (ticket_id, agency_id)
    WHERE state NOT IN ('done', 'rejected');

CREATE TABLE siaga.still (
    id uuid PRIMARY KEY,
    ticket_id uuid NOT NULL REFERENCES siaga.ticket (id),
    camera_id uuid REFERENCES siaga.camera (id),
    taken_at timestamptz NOT NULL DEFAULT now(),
    taken_by text NOT NULL,
    sha256 text NOT NULL,
    jpeg bytea NOT NULL CHECK (octet_length(jpeg) <= 200 * 1024 AND substring(jpeg FROM 1 FOR 3) = '\xffd8ff')
);
-- A JPEG does not compress: keep it out of line as it is.
ALTER TABLE siaga.still ALTER COLUMN jpeg SET STORAGE EXTERNAL;
CREATE INDEX still_ticket ON siaga.still (ticket_id);

CREATE TABLE siaga.sighting (
    id uuid PRIMARY KEY,
    camera_id uuid NOT NULL REFERENCES siaga.camera (id),
    -- Zones are edited and removed; what was seen in one stays.
    zone_id uuid,
    station_id uuid NOT NULL REFERENCES siaga.station (id),
    epoch integer NOT NULL,
    kind text NOT NULL CHECK (kind <> ''),
    began boolean NOT NULL,
    state text NOT NULL,
    occupancy double precision NOT NULL CHECK (occupancy BETWEEN 0 AND 1),
    speed double precision NOT NULL CHECK (speed >= 0),
    seen_at timestamptz NOT NULL,
    written_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sighting_seen ON siaga.sighting (seen_at);
CREATE INDEX sighting_camera_seen ON siaga.sighting (camera_id, seen_at);

CREATE TABLE siaga.lease (
    camera_id uuid PRIMARY KEY REFERENCES siaga.camera (id) ON DELETE CASCADE,
    station_id uuid NOT NULL REFERENCES siaga.station (id),
    epoch integer NOT NULL,
    until timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1
);

CREATE TABLE siaga.audit (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject text NOT NULL,
    subject_id uuid NOT NULL,
    act text NOT NULL,
    actor text NOT NULL,
    at timestamptz NOT NULL,
    facts jsonb NOT NULL DEFAULT '{}',
    said text NOT NULL DEFAULT ''
);
CREATE INDEX audit_subject ON siaga.audit (subject, subject_id, number);

CREATE TABLE siaga.command (
    key uuid PRIMARY KEY,
    actor text NOT NULL DEFAULT session_user,
    kind text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    made_in xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX command_made_in ON siaga.command (made_in);

CREATE TABLE siaga.feed_counter (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    number bigint NOT NULL
);
INSERT INTO siaga.feed_counter (number) VALUES (0);

CREATE TABLE siaga.change (
    number bigint PRIMARY KEY,
    kind text NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    actor text NOT NULL,
    at timestamptz NOT NULL,
    command_key uuid,
    UNIQUE (kind, id, version)
);
CREATE INDEX change_command ON siaga.change (command_key) WHERE command_key IS NOT NULL;
