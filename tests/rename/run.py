"""No identifier and no figure of a pack may stand in the engine: the demo city is made twice, from
the packs as they are and from packs in which every identifier is another and every number of every
parameter is doubled. The same people must get the same treatment, with the figures that follow.

    python3 tests/rename/run.py build/release/jizhi
"""
import datetime
import http.cookiejar
import json
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
import uuid
from decimal import Decimal
from pathlib import Path

import rename

ROOT = Path(__file__).resolve().parents[2]
STREET = "220402002"
passed, failed = 0, []


def expect(says, true, more=""):
    global passed
    if true:
        passed += 1
    else:
        failed.append(says)
        print(f"FAILED: {says} {more}")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}0 passed, 1 failed")
    return done.stdout


class Person:
    """Somebody signed in."""

    def __init__(self, address, login, password):
        self.address = address + "api/v1"
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.csrf = ""
        self.csrf = self.post("/session", {"login": login, "password": password})["csrf"]

    def ask(self, path, body=None):
        request = urllib.request.Request(self.address + path, method="GET" if body is None else "POST")
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
            request.add_header("Idempotency-Key", str(uuid.uuid4()))
            request.add_header("X-CSRF-Token", self.csrf)
        try:
            with self.opener.open(request) as answer:
                return json.loads(answer.read() or "null", parse_float=Decimal)
        except urllib.error.HTTPError as error:
            sys.exit(f"{path}: {error.code} {error.read().decode()}\n0 passed, 1 failed")

    def get(self, path, **query):
        return self.ask(path + ("?" + urllib.parse.urlencode(query) if query else ""))

    def post(self, path, body):
        return self.ask(path, body)


class City:
    """A demo city of its own packs, served."""

    def __init__(self, jizhi, folder, names):
        self.names = names
        packs, data = folder / "packs", folder / "data"
        self.checked = run(jizhi, "check", packs)
        run(jizhi, "demo", "--data", data, "--packs", packs, "--city", folder / "demo")
        self.server = subprocess.Popen(
            [jizhi, "serve", "--data", data, "--packs", packs, "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, text=True)
        address = re.search(r"http://\S+", self.server.stdout.readline())[0]
        self.admin = Person(address, "admin", "Demo-2026-admin")
        self.reviewer = Person(address, "reviewer", "Demo-2026-review")

    def close(self):
        self.server.terminate()
        self.server.wait()

    def name(self, text):
        return self.names.words(text)

    def records(self, record):
        rows = self.admin.get(f"/records/{self.name(record)}", limit=500)["rows"]
        return sorted(rows, key=lambda row: row["id"])

    def explanations(self, record, row):
        return self.admin.get(f"/records/{self.name(record)}/{row['id']}/explanations")

    def payroll(self, period):
        """Computed, handed to a second person, approved: its head and its lines."""
        view = f"/runs/{self.name('payroll')}"
        made = self.admin.post(view, {"period": period, "region": STREET})
        lines = self.admin.get(f"{view}/{made['id']}/lines", limit=500)["rows"]
        proposal = self.admin.post(f"{view}/{made['id']}/proposal", {})["proposal"]
        self.reviewer.post(f"/proposals/{proposal}/approval", {})
        head = self.admin.get(f"{view}/{made['id']}")
        return head, sorted(lines, key=lambda line: line["record_id"])


def sentences(explained):
    return [step["zh"] for one in explained for step in one.get("steps", [])]


def compare_people(plain, other):
    workers = plain.records("worker"), other.records("worker")
    expect("the same people live in both", [r["label"] for r in workers[0]] ==
           [r["label"] for r in workers[1]] and len(workers[0]) > 20)
    leak = [key for row in workers[1] for key in row["values"] if not key.startswith("zz_")]
    expect("no field has its old name", not leak, sorted(set(leak)))
    levels = other.name("level")
    expect("everybody who had a level has one",
           all((a["values"]["level"] is None) == (b["values"][levels] is None)
               for a, b in zip(*workers)))
    explained = [other.explanations("worker", row) for row in workers[1][:5]]
    expect("level and pay are explained", all(len(sentences(one)) >= 5 for one in explained))
    expect("with the basis of a rule", all("basis" in json.dumps(one, default=str) for one in explained))
    return explained


def number(line, column):
    value = line["values"].get(column)
    return Decimal(0) if value is None else Decimal(str(value))


def compare_pay(plain, other):
    shanghai = datetime.timezone(datetime.timedelta(hours=8))  # where the program counts its days
    month = datetime.datetime.now(shanghai).strftime("%Y-%m")
    heads, lines = zip(*(city.payroll(month) for city in (plain, other)))
    expect("both payrolls are locked", [h["state"] for h in heads] == ["locked", "locked"])
    expect("no line failed", not any(h["problems"] for h in heads), heads)
    expect("of the same people", [l["name"] for l in lines[0]] == [l["name"] for l in lines[1]] and
           len(lines[0]) > 20)
    for column in ("certificate_pay", "years_pay"):
        pairs = [(number(a, column), number(b, other.name(column))) for a, b in zip(*lines)]
        expect(f"{column} is twice as much for everybody",
               all(b == 2 * a for a, b in pairs) and any(a for a, _ in pairs), pairs)
    # Twice the wage times twice the coefficient, at whatever level a slower ladder left her.
    paid = {number(l, "level"): number(l, "level_pay") for l in lines[0]}
    pairs = [(paid[number(l, other.name("level"))], number(l, other.name("level_pay")))
             for l in lines[1] if number(l, other.name("level")) in paid]
    expect("level pay is four times that of the same level",
           pairs and all(b == 4 * a for a, b in pairs), pairs)
    net = [(number(a, "net"), number(b, other.name("net"))) for a, b in zip(*lines)]
    expect("net pay differs for everybody", all(a != b for a, b in net))
    expect("every line adds up", all(
        number(l, other.name("net")) == number(l, other.name("gross")) -
        sum(number(l, other.name(c)) for c in ("insurance", "fund", "tax", "other"))
        for l in lines[1]))


def compare_declarations(other, names):
    meta = json.dumps(other.admin.get("/meta"), default=str)
    # Words that stand in the answer because the engine or a title uses them too.
    words = set(re.findall(r'"([a-z][a-z0-9_]*_[a-z0-9_]*)"', meta))
    expect("the old names stand nowhere in what pages are told", not words & names.all,
           sorted(words & names.all))
    indicators = other.admin.get("/indicators", region=STREET)
    expect("indicators are counted", any(Decimal(str(i["value"] or 0)) > 0 for i in indicators))


def main():
    jizhi = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="jizhi-rename-") as folder:
        cities = []
        try:
            for name, other in (("plain", False), ("other", True)):
                names = rename.make(ROOT, Path(folder) / name, other, other)
                cities.append(City(jizhi, Path(folder) / name, names))
            compare_people(*cities)
            compare_pay(*cities)
            compare_declarations(cities[1], names)
        finally:
            for city in cities:
                city.close()
    print(f"{len(names.all)} identifiers renamed; {passed} passed, {len(failed)} failed")
    return 1 if failed else 0


sys.exit(main())
