"""Meetings as calendars read them: files, invitations by mail, and a private address for each person."""
