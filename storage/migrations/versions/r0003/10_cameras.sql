-- How a camera is reached, shown, recorded and moved. A console that knows none of it leaves the defaults.
ALTER TABLE siaga.camera
    ADD COLUMN record boolean NOT NULL DEFAULT true,
    ADD COLUMN transport text NOT NULL DEFAULT 'tcp'
        CONSTRAINT camera_transport_check CHECK (transport IN ('tcp', 'udp')),
    ADD COLUMN aspect text NOT NULL DEFAULT ''
        CONSTRAINT camera_aspect_check CHECK (aspect = '' OR aspect ~ '^[1-9][0-9]{0,3}:[1-9][0-9]{0,3}$'),
    -- Credentials stand in camera_secret, as for main_url.
    ADD COLUMN onvif_url text NOT NULL DEFAULT '' CONSTRAINT camera_onvif_url_check CHECK (
        onvif_url = '' OR (onvif_url ~ '^https?:' AND onvif_url !~ '^[^/]*//[^/]*@')),
    ADD COLUMN ptz boolean NOT NULL DEFAULT false,
    ADD COLUMN replay_url text NOT NULL DEFAULT '' CONSTRAINT camera_replay_url_check CHECK (
        replay_url = '' OR (replay_url ~ '^[a-z][a-z0-9+.-]*:' AND replay_url !~ '^[^/]*//[^/]*@'));
GRANT INSERT (record, transport, aspect, onvif_url, ptz, replay_url),
    UPDATE (record, transport, aspect, onvif_url, ptz, replay_url)
    ON siaga.camera TO {keepers};
