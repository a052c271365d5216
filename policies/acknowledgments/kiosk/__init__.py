"""Signing at a shared device, in a meeting: codes on slips, PINs, and who was there."""
