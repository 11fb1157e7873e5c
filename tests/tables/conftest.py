"""A small caseload that uses every table, as text, for tests to change."""

import csv
import io
from pathlib import Path

import pytest

from scheduler.errors import BadInput, Problem
from scheduler.tables import examine, read_caseload, table_csv, write_tables

Tables = dict[str, list[dict[str, str]]]

_SMALL = {
    "clinic": """
        setting,value
        timezone,Europe/Berlin
        grid_minutes,10
        """,
    "opening_hours": """
        day,start,end
        mon-fri,9:00,13:00
        mon-fri,13:00,17:00
        sat,10:00,12:00
        """,
    "closures": """
        date,start,end,reason
        2026-03-11,12:00,14:00,fire drill
        2026-03-14,,,holiday
        """,
    "levels": """
        level,from_week,min_hours_week,max_hours_week,min_days_week,max_days_week,min_hours_day,max_hours_day
        iop,1,9,12.5,3,5,2,4
        iop,5,6,,2,,1,
        op,,,,,,,
        """,
    "session_types": """
        session_type,format,minutes,min_size,max_size,counts,resources,buffer_minutes,max_per_day,needs_family
        skills,group,90,2,8,yes,hall,10,,no
        talk,one_to_one,50,,,,office,10,,
        online,group,60,,20,no,,,,
        family,one_to_one,60,,,,office,,2,YES
        """,
    "therapists": """
        therapist,name,leads,tags,max_hours_week,max_hours_day
        ann,Annabel Quill,skills;talk,emdr,24,6
        bob,Bobby Quill,skills;talk;online;family,,,
        """,
    "resources": """
        resource,kind,capacity
        blue,hall;office,10
        red,office,
        """,
    "patients": """
        patient,name,level,admitted,discharged,level_since,min_hours_week,max_hours_week,tags,primary_therapist,mode,travel_minutes
        p1,Paula Private,iop,2026-02-02,2026-04-30,2026-03-02,7,10,women;mat,ann,in_person,15
        p2,Peter Private,op,,,,,,,bob,virtual,
        p3,Petra Private,iop,2026-03-02,,,,,women,,either,
        """,
    "plans": """
        patient,session_type,every_weeks,sessions_min,sessions_max,therapist
        p1,skills,,2,3,nobody
        p1,talk,,1,,
        p1,family,4,1,2,bob
        p2,online,,,,
        p2,talk,2,1,1,primary
        p3,skills,,,,
        p3,talk,,1,,any
        """,
    "groups": """
        group,session_type,title,minutes,min_size,max_size,admits,therapists,leaders,meetings_per_week,meetings_per_day,same_members,mode
        g1,skills,Morning skills,,,6,women;iop,,2,,,,
        g2,online,,45,,,,bob,,2,,yes,virtual
        """,
    "meetings": """
        group,day,start,therapists,resources
        g1,mon,9:30,ann;bob,blue
        g1,tue;wed,9:30;14:00,,
        g2,thu,10:00,bob,
        g2,fri,,,
        """,
    "availability": """
        who,party,day,start,end,status,from,until,reason
        p1,,mon-fri,8:00,20:00,available,,,works nights
        p1,family,sat-mon,,,busy,2026-03-01,2026-03-31,grandmother ill
        ann,,fri,12:00,24:00,busy,,,
        blue,self,mon,7:00,9:00,avoid,,,
        """,
    "keep_apart": """
        patient_a,patient_b,scope
        p3,p1,day
        """,
    "absences": """
        who,party,date,until,start,end,reason
        p3,family,2026-03-10,2026-03-12,09:00,12:00,court date
        bob,,2026-03-13,,,,conference
        """,
    "appointments": """
        patient,session_type,day,date,start,therapist,resource
        p1,talk,tue,,11:05,,red
        p2,talk,,2026-03-12,15:00,bob,
        """,
    "members": """
        group,patient,status
        g1,p1,in
        g1,p3,out
        g2,p2,in
        """,
}


def put(tables: Tables, folder: Path) -> Path:
    """Writes the tables as a folder of CSV files; returns the folder."""
    for name, rows in tables.items():
        columns = list(rows[0])
        (folder / f"{name}.csv").write_bytes(table_csv(columns, rows))
    return folder


def problems_of(source: Path) -> tuple[Problem, ...]:
    """What is told of a caseload that cannot be read."""
    with pytest.raises(BadInput) as caught:
        read_caseload(source)
    return caught.value.problems


def warnings_of(source: Path) -> tuple[Problem, ...]:
    """What is told of a caseload that can be read."""
    return examine(source)[1]


@pytest.fixture
def small() -> Tables:
    """A caseload without a fault; each test has its own copy."""
    return {
        table: [dict(row) for row in csv.DictReader(io.StringIO("\n".join(map(str.strip, text.strip().splitlines()))))]
        for table, text in _SMALL.items()
    }


@pytest.fixture
def folder(small: Tables, tmp_path: Path) -> Path:
    place = tmp_path / "caseload"
    place.mkdir()
    return put(small, place)


@pytest.fixture
def workbook(small: Tables, tmp_path: Path) -> Path:
    write_tables(small, tmp_path / "week.xlsx")
    return tmp_path / "week.xlsx"
