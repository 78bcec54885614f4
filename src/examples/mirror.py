#!/usr/bin/env python3
"""Keeps a copy of all that becomes different in an Offtake, in a file of SQLite.

    mirror.py [--once] [--page-size N] [--every SECONDS] ADDRESS FILE
    mirror.py --print FILE

It follows /v1/changes by its cursor. A page of rows and the cursor after it are kept in one transaction: whenever this is
killed, it goes on where it was, loses nothing and keeps nothing twice. A key, where one is needed, is read from OFFTAKE_KEY.
Nothing but Python's own library is used.

The table `change` holds the rows as they came, in their order; the view `figure` the figure of each series and period that
stands, for SQL:  select series, period_end, value from figure where series like 'fas-export-sales.netSales.%';
"""

import argparse
import json
import os
import sqlite3
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

TABLES = """
create table if not exists place (only integer primary key check (only = 1), cursor text not null);
create table if not exists change (id integer primary key, row text not null);
create view if not exists figure as
  with said as (
    select id, row ->> 'change' as change, row ->> 'kind' as kind, row ->> 'source' as source, row ->> 'release' as release,
        row ->> 'releasedAt' as released_at, row ->> 'series' as series, row ->> 'periodStart' as period_start,
        row ->> 'periodEnd' as period_end, row ->> 'marketYear' as market_year, row ->> 'figureKind' as figure_kind,
        row ->> '$.value.value' as value, row ->> '$.value.unit' as unit
      from change),
  ranked as (
    select *, row_number() over (
        partition by series, period_start, period_end, market_year order by released_at desc, id desc) as rank
      from said
      where kind = 'figure' and change in ('new', 'changed') and figure_kind = 'print'
        and not exists (select 1 from said w where w.kind = 'release' and w.change = 'withdrawn'
            and w.source = said.source and w.release = said.release))
  select series, period_start, period_end, market_year, value, unit, released_at, release from ranked where rank = 1;
"""
PATIENCE = 30


def ask(address, cursor, page_size, tag):
    """The next page; None while nothing is new. Waits when it is told to."""
    query = {"pageSize": page_size}
    if cursor:
        query["cursor"] = cursor
    request = urllib.request.Request(address.rstrip("/") + "/v1/changes?" + urllib.parse.urlencode(query))
    if os.environ.get("OFFTAKE_KEY"):
        request.add_header("X-Api-Key", os.environ["OFFTAKE_KEY"])
    if tag:
        request.add_header("If-None-Match", tag)
    while True:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer), answer.headers["ETag"]
        except urllib.error.HTTPError as refused:
            if refused.code == 304:
                return None, tag
            if refused.code not in (429, 503):
                sys.exit(refused.read().decode())
            time.sleep(int(refused.headers.get("Retry-After", "5")))


def keep(database, page):
    """The rows and the place after them, both or neither."""
    with database:
        database.executemany("insert into change (row) values (?)", ((json.dumps(row),) for row in page["rows"]))
        database.execute("insert or replace into place values (1, ?)", (page["nextCursor"],))


def follow(database, address, page_size, every, once):
    tag = None
    while True:
        place = database.execute("select cursor from place").fetchone()
        page, tag = ask(address, place and place[0], page_size, tag)
        if page and page["rows"]:
            keep(database, page)
            tag = None
        if not page or page["complete"]:
            if once:
                return
            time.sleep(every)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--once", action="store_true", help="end when nothing is left to fetch")
    arguments.add_argument("--page-size", type=int, default=500)
    arguments.add_argument("--every", type=float, default=5, help="seconds between two questions when nothing is left")
    arguments.add_argument("--print", action="store_true", help="write the rows that are kept, one a line, and end")
    arguments.add_argument("address", nargs="?")
    arguments.add_argument("file")
    given = arguments.parse_args()
    database = sqlite3.connect(given.file)
    database.executescript(TABLES)
    if given.print:
        for (row,) in database.execute("select row from change order by id"):
            print(row)
        return
    if not given.address:
        arguments.error("which ADDRESS?")
    follow(database, given.address, given.page_size, given.every, given.once)


if __name__ == "__main__":
    main()
