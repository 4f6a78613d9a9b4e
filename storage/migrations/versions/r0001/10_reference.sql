-- What the site is, and whom and what the record may name.
CREATE TABLE siaga.site (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    name text NOT NULL,
    prefix text NOT NULL CHECK (prefix ~ '^[A-Z]{2,5}$'),
    time_zone text NOT NULL,
    role_prefix text NOT NULL,
    demo boolean NOT NULL,
    founded_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE siaga.agency (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE CHECK (code ~ '^[a-z]+$'),
    name text NOT NULL CHECK (name <> ''),
    version integer NOT NULL DEFAULT 1
);

CREATE TABLE siaga.category (
    code text PRIMARY KEY CHECK (code ~ '^[a-z_]+$'),
    name_id text NOT NULL,
    name_en text NOT NULL,
    priority smallint NOT NULL CHECK (priority BETWEEN 1 AND 4),
    agency_code text NOT NULL REFERENCES siaga.agency (code),
    position smallint NOT NULL
);

CREATE TABLE siaga.place (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    kecamatan text NOT NULL DEFAULT '',
    desa text NOT NULL DEFAULT '',
    latitude double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision CHECK (longitude BETWEEN -180 AND 180),
    UNIQUE (name, kecamatan, desa)
);

-- A person is a login role that is a member of exactly one group role.
CREATE TABLE siaga.person (
    id uuid PRIMARY KEY,
    login text NOT NULL UNIQUE CHECK (login ~ '^[a-z][a-z0-9_.-]{1,39}$'),
    name text NOT NULL CHECK (name <> ''),
    role text NOT NULL
        CHECK (role IN ('operator', 'supervisor', 'administrator', 'agency', 'wall', 'auditor', 'intake')),
    agency_id uuid REFERENCES siaga.agency (id),
    must_change_password boolean NOT NULL DEFAULT false,
    demo boolean NOT NULL DEFAULT false,
    active boolean NOT NULL DEFAULT true,
    changed_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1,
    CHECK ((role = 'agency') = (agency_id IS NOT NULL))
);

-- A station is a machine: it reads camera secrets and writes what cameras see.
CREATE TABLE siaga.station (
    id uuid PRIMARY KEY,
    login text NOT NULL UNIQUE CHECK (login ~ '^[a-z][a-z0-9_.-]{1,39}$'),
    name text NOT NULL UNIQUE CHECK (name <> ''),
    active boolean NOT NULL DEFAULT true,
    changed_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
);

CREATE TABLE siaga.camera (
    id uuid PRIMARY KEY,
    number integer NOT NULL UNIQUE CHECK (number BETWEEN 1 AND 99999),
    name text NOT NULL CHECK (name <> '' AND length(name) <= 120),
    -- Credentials stand in camera_secret, never in an address that everybody may read.
    main_url text NOT NULL CHECK (main_url ~ '^[a-z][a-z0-9+.-]*:' AND main_url !~ '^[^/]*//[^/]*@'),
    sub_url text NOT NULL DEFAULT ''
        CHECK (sub_url = '' OR (sub_url ~ '^[a-z][a-z0-9+.-]*:' AND sub_url !~ '^[^/]*//[^/]*@')),
    place text NOT NULL DEFAULT '',
    latitude double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision CHECK (longitude BETWEEN -180 AND 180),
    heading double precision CHECK (heading >= 0 AND heading < 360),
    agency_id uuid REFERENCES siaga.agency (id),
    group_name text NOT NULL DEFAULT '',
    enabled boolean NOT NULL DEFAULT true,
    analysed boolean NOT NULL DEFAULT true,
    zones jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(zones) = 'array'),
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    version integer NOT NULL DEFAULT 1
);

CREATE TABLE siaga.camera_secret (
    camera_id uuid PRIMARY KEY REFERENCES siaga.camera (id) ON DELETE CASCADE,
    username text NOT NULL DEFAULT '',
    password text NOT NULL DEFAULT ''
);
