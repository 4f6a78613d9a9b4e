"""Every function of the record that somebody may execute. What is not here nobody may, triggers' functions among it."""

from storage.model.people import Machine, Role

HOUSE = (Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.WALL, Role.AUDITOR)
PEOPLE = (*HOUSE, Role.AGENCY)
EVERYBODY = (*PEOPLE, Role.INTAKE, Role.STATION)
DESK = (Role.OPERATOR, Role.SUPERVISOR)
KEEPERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)
MOVERS = (*DESK, Role.ADMINISTRATOR)

ALLOWED: dict[str, tuple[Role | Machine, ...]] = {
    # Who asks, and whether an act is allowed: read by triggers under the caller's own rights.
    **dict.fromkeys(("my_role", "my_person_id", "my_agency_id", "my_station_id"), EVERYBODY),
    **dict.fromkeys(("judge", "is_inner", "hold_ticket", "ticket_act_fits"), EVERYBODY),
    **dict.fromkeys(("assert_may_answer", "hold_for_answer", "steps_taken"), PEOPLE),
    "alarm_acted": DESK,
    "link_refuse": (*DESK, Role.AGENCY),
    "hours_fit": KEEPERS,
    # What people ask for.
    "find_tickets": PEOPLE,
    "change_my_password": PEOPLE,
    "alarm_load": HOUSE,
    "answer_transfer": (*DESK, Role.AGENCY),
    "see_notice": (Role.SUPERVISOR,),
    **dict.fromkeys(("take_ptz", "release_ptz"), MOVERS),
    "note_saved_still": (*MOVERS, Role.AUDITOR, Role.AGENCY),
    "set_camera_secret": KEEPERS,
    "audit_rolled": (*MOVERS, Role.STATION),
    "ask_erasure": (Role.SUPERVISOR,),
    "carry_out_erasure": (Role.ADMINISTRATOR,),
    "seal_identity": (*DESK, Role.INTAKE),
    **dict.fromkeys(("ask_unsealing", "open_identity", "sealed_identity"), DESK),
    "decide_unsealing": (Role.SUPERVISOR,),
    **dict.fromkeys(
        ("create_person", "disable_person", "enable_person", "end_sessions", "enrol_station", "reset_password"),
        (Role.ADMINISTRATOR,),
    ),
    # Machines.
    **dict.fromkeys(
        ("claim_leases", "release_leases", "raise_alarms", "return_alarms", "keep_alarm_still", "end_shelving"),
        (Role.STATION,),
    ),
    **dict.fromkeys(
        ("unanalysed", "write_outages", "write_camera_hours", "open_clocks", "raise_clock_alarms"), (Role.STATION,)
    ),
    **dict.fromkeys(("claim_messages", "settle_message"), (Machine.NOTIFIER,)),
    "note_backup": (Machine.BACKUP,),
}
"""By name: no function of the record is overloaded."""
