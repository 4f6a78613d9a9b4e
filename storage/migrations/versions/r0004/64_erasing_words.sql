-- Erasing takes the copies that links and transfers keep of an audit row's words. On the row itself: its words are known
-- there for the last time. A link is told at both of its tickets, and each of the two rows is named by itself.
CREATE FUNCTION siaga.words_go_with_their_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = siaga, pg_temp AS $$
BEGIN
    CASE OLD.act
    WHEN 'link' THEN
        UPDATE ticket_link SET reason = '' WHERE OLD.subject_id IN (child_id, parent_id) AND reason = OLD.said;
    WHEN 'unlink' THEN
        UPDATE ticket_link SET end_reason = '' WHERE OLD.subject_id IN (child_id, parent_id) AND end_reason = OLD.said;
    WHEN 'propose_transfer' THEN
        UPDATE transfer SET reason = '' WHERE ticket_id = OLD.subject_id AND reason = OLD.said;
    WHEN 'transfer' THEN
        -- What the other said when it took the ticket stands in no row of its own.
        UPDATE transfer SET reason = '', answer = '' WHERE ticket_id = OLD.subject_id AND reason IN (OLD.said, '')
            AND state = 'accepted';
    ELSE
        UPDATE transfer SET answer = '' WHERE ticket_id = OLD.subject_id AND answer = OLD.said;
    END CASE;
    RETURN NULL;
END $$;
CREATE TRIGGER words_go AFTER UPDATE ON siaga.audit FOR EACH ROW
    WHEN (OLD.subject = 'ticket' AND OLD.said <> '' AND NEW.said = '' AND OLD.act IN (
        'link', 'unlink', 'propose_transfer', 'transfer', 'refuse_transfer', 'withdraw_transfer'))
    EXECUTE FUNCTION siaga.words_go_with_their_row();

-- A reason that goes takes no link back, and answers no proposal: the tables' owner takes it.
DROP TRIGGER changes ON siaga.ticket_link;
CREATE TRIGGER changes BEFORE INSERT ON siaga.ticket_link FOR EACH ROW EXECUTE FUNCTION siaga.link_changes();
CREATE TRIGGER changes_end BEFORE UPDATE OF child_seen, end_reason ON siaga.ticket_link FOR EACH ROW
    WHEN (current_user <> '{site}_owner' OR NEW.end_reason <> '' OR OLD.end_reason = '')
    EXECUTE FUNCTION siaga.link_changes();
DROP TRIGGER told ON siaga.ticket_link;
CREATE TRIGGER told AFTER INSERT ON siaga.ticket_link FOR EACH ROW EXECUTE FUNCTION siaga.link_told();
CREATE TRIGGER told_end AFTER UPDATE OF child_seen, end_reason ON siaga.ticket_link FOR EACH ROW
    WHEN (current_user <> '{site}_owner' OR NEW.end_reason <> '' OR OLD.end_reason = '')
    EXECUTE FUNCTION siaga.link_told();
DROP TRIGGER audit ON siaga.transfer;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OF state ON siaga.transfer
    FOR EACH ROW EXECUTE FUNCTION siaga.transfer_audit();
