"""Ids made by the client: UUID version 7, so that rows sort by the time they were made."""

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A UUIDv7 after RFC 9562: 48 bits of Unix milliseconds, then 74 random bits.

    The clock here only makes ids sort well; no fact of the record is read from it.
    """
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0b11 << 62)) | (0b10 << 62)
    return UUID(int=value)
