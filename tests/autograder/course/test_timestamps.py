"""Times of handing in: read where there is one way to read them, else refused with the reason."""

from datetime import datetime

import pytest

from autograder.course.timestamps import read_time


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-06-01 23:00:00.000000 PDT", "2026-06-02 06:00"),
        ("2026-06-02 01:00:00.000000 CEST", "2026-06-01 23:00"),
        ("2026-06-01 23:00:00 -0700", "2026-06-02 06:00"),
        ("2026-06-01 23:00:00-07", "2026-06-02 06:00"),
        ("2026-06-01 23:00:00 UTC-07:00", "2026-06-02 06:00"),
        ("2026-06-01T23:00Z", "2026-06-01 23:00"),
        ("2026/06/01 11:00 PM", "2026-06-01 23:00"),
        ("2026-06-01 12:30 a.m.", "2026-06-01 00:30"),
        ("20260601T230000Z", "2026-06-01 23:00"),
        ("2026-06-01 23:00:00 America/Los_Angeles", "2026-06-02 06:00"),
        ("2026-02-04 20:00:00 Asia/Kolkata", "2026-02-04 14:30"),
        ("Mon, 1 Jun 2026 23:00:00 +0530", "2026-06-01 17:30"),
        ("Mon Jun  1 23:00:00 CEST 2026", "2026-06-01 21:00"),
        ("Monday, 1 June 2026, 11:00 PM", "2026-06-01 23:00"),
        ("June 1, 2026 at 11:00 pm", "2026-06-01 23:00"),
        ("2026-06-01 23:00:00 GMT+0200 (Central European Summer Time)", "2026-06-01 21:00"),
        ("2026-10-25 02:30:00 CEST", "2026-10-25 00:30"),
    ],
)
def test_a_time_with_one_meaning_is_read(text, utc):
    assert read_time(text) == datetime.fromisoformat(utc)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("04/02/2026 23:00", "day and month"),
        ("05.02.2026 00:30", "day and month"),
        ("2-3-26 10:00", "day and month"),
        ("2026-02-05 04:00:00 IST", "several time zones"),
        ("2026-02-05 04:00:00 CST", "several time zones"),
        ("2026-02-05 04:00:00 PST", "several time zones"),
        ("2026-06-05 04:00:00 PST", "several time zones"),
        ("2026-12-05 04:00:00 CDT", "no time zone named CDT is in use"),
        ("2026-02-05 04:00:00 XYZ", "no time zone named XYZ"),
        ("2026-02-05 04:00:00 CEST", "no time zone named CEST is in use"),
        ("2026-10-25 02:30:00 Europe/Berlin", "twice"),
        ("2026-03-29 02:30:00 Europe/Berlin", "skip"),
        ("2026-02-05 04:00:00 Europe/Atlantis", "not a time zone"),
        ("2026-02-05 04:00:00 +2500", "not an offset"),
        ("2026-02-05", "no time of day"),
        ("1770249600", "not a time"),
        ("2026-02-05 23:61", "minute"),
        ("2026-02-05 04:00 UTC and more", "not a time zone"),
        ("2026-02-05 13:00 PM", "13 o'clock"),
        ("0001-01-01 00:00:00 +0900", "range"),
    ],
)
def test_a_time_with_several_meanings_or_none_is_refused_with_the_reason(text, why):
    with pytest.raises(ValueError, match=why):
        read_time(text)


def test_the_zone_of_the_course_tells_what_a_short_name_means():
    assert read_time("2026-02-05 04:00:00 IST", "Asia/Kolkata") == datetime(2026, 2, 4, 22, 30)
    assert read_time("2026-02-05 04:00:00 PST", "America/Los_Angeles").hour == 12
    with pytest.raises(ValueError, match="several"):
        read_time("2026-02-05 04:00:00 IST", "Europe/Berlin")
