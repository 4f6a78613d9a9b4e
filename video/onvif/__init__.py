"""Cameras that speak ONVIF: found, asked, moved (docs/design/onvif.md). One thread at a time may use a device."""
