"""The house rules that a machine can see: dependencies point downward, functions and files stay
short, folders have a README, no pack identifier stands in the engine. Prints each breach."""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"

# Top to bottom (docs/architecture.md); a folder may include only itself and what stands below it.
ORDER = """cli net api pack mining report document notice booking road process decision ledger record
file people region audit store bpmn dmn feel calendar value kit""".split()
PURE = {"feel", "dmn", "bpmn", "calendar", "value", "kit"}
IMPURE_HEADERS = ("<fstream>", "<filesystem>", "<thread>", "<random>", "<sys/socket.h>",
                  "<sqlite3.h>", "<unistd.h>")
ASIO_ONLY_IN = "net"
FILE_LINES_MAX = 600
LINE_COLUMNS_MAX = 100
README_LINES_MAX = 20
FUNCTION_LINES_MAX = 70

breaches = []
checks = 0


def breach(path, line, text):
    breaches.append(f"{path.relative_to(ROOT)}:{line}: {text}")


def check_includes(path, lines):
    global checks
    folder = path.relative_to(SRC).parts[0]
    rank = ORDER.index(folder)
    for number, line in enumerate(lines, 1):
        match = re.match(r'#include ([<"])([^">]+)[">]', line)
        if not match:
            continue
        checks += 1
        quoted, name = match[1] == '"', match[2]
        other = name.split("/")[0]
        test = path.stem.endswith("_test") or "testing" in path.stem
        if quoted and other in ORDER and ORDER.index(other) < rank:
            breach(path, number, f"{folder}/ may not depend on {other}/, which stands above it")
        if not quoted and name.startswith("boost/") and folder != ASIO_ONLY_IN:
            if any(part in name for part in ("asio", "beast")):
                breach(path, number, "Boost.Asio and Beast live in net/ only")
        if folder in PURE and folder != "kit" and not test and f"<{name}>" in IMPURE_HEADERS:
            breach(path, number, f"{folder}/ is pure: no {name}")
        if "CLI/" in name and path.name != "main.cpp":
            breach(path, number, "CLI11 lives in cli/main.cpp only")


def check_size(path, lines):
    global checks
    checks += 1
    if len(lines) > FILE_LINES_MAX:
        breach(path, len(lines), f"{len(lines)} lines; at most {FILE_LINES_MAX}")
    closing = None  # of the raw string that this line is in: its text is data and cannot be broken
    for number, line in enumerate(lines, 1):
        opened = re.search(r'R"([a-z_]*)\(', line)
        data = closing is not None or opened is not None
        if opened and closing is None:
            closing = f"){opened[1]}\""
        if closing and closing in line[opened.end() if opened else 0:]:
            closing = None
        if len(line) > LINE_COLUMNS_MAX and not data and "://" not in line:
            breach(path, number, f"{len(line)} columns; at most {LINE_COLUMNS_MAX}")
        if line != line.rstrip() or "\t" in line:
            breach(path, number, "trailing space or tab")


def check_functions(path, lines):
    """A function starts with a line that ends in '{' at the left edge and ends with '}' there."""
    global checks
    start = None
    for number, line in enumerate(lines, 1):
        opens = re.match(r"[A-Za-z_].*\(.*\{$|[A-Za-z_].*\) .*\{$", line)
        if opens and not re.match(r"(namespace|struct|class|enum|union|extern|constexpr .*=)", line):
            start = number
        elif line.startswith("}") and start:
            checks += 1
            if number - start > FUNCTION_LINES_MAX:
                breach(path, start, f"function of {number - start} lines; at most {FUNCTION_LINES_MAX}")
            start = None


def pack_words():
    """Identifiers that the shipped packs declare and that no engine may know."""
    words = set()
    for path in (ROOT / "packs").glob("*/records/*.yaml"):
        words.add(path.stem)
    for path in (ROOT / "packs").glob("*/decisions/*.dmn"):
        words.add(path.stem)
    for path in (ROOT / "packs").glob("*/parameters/*.yaml"):
        words.add(path.stem)
    # Words of the engine (design §2) or of pages (one leaves them) that a pack uses as names too.
    return words - {"role", "region", "account", "event", "notice", "calendar", "community", "leave"}


def check_pack_words(path, text, words):
    global checks
    text = re.sub(r"(?m)^[ \t]*(//|\*).*$|[ \t]///<.*$", "", text)  # examples in comments are no code
    for match in re.finditer(r"[\"'`]([a-z][a-z0-9_]+)[\"'`]", text):
        checks += 1
        if match[1] in words:
            line = text.count("\n", 0, match.start()) + 1
            breach(path, line, f"the pack identifier {match[1]!r} stands in the engine")


def check_readmes():
    global checks
    for folder in [*SRC.iterdir(), *(ROOT / "packs").glob("*/"), ROOT / "web", ROOT / "bench"]:
        if not folder.is_dir() or not any(folder.iterdir()):
            continue
        checks += 1
        readme = folder / "README.md"
        if not readme.exists():
            breach(folder, 0, "has no README.md")
        elif len(readme.read_text().splitlines()) > README_LINES_MAX and folder.parent == SRC:
            breach(readme, 1, f"longer than {README_LINES_MAX} lines")


def main():
    words = pack_words()
    for path in sorted([*SRC.rglob("*.hpp"), *SRC.rglob("*.cpp")]):
        text = path.read_text()
        lines = text.splitlines()
        check_includes(path, lines)
        check_size(path, lines)
        check_functions(path, lines)
        if not (path.stem.endswith("_test") or "testing" in path.stem):
            check_pack_words(path, text, words)
    for path in sorted((ROOT / "web" / "src").rglob("*")):
        if path.suffix in (".ts", ".vue") and not path.name.endswith(".test.ts"):
            check_pack_words(path, path.read_text(), words)
    check_readmes()
    for line in breaches:
        print(line)
    print(f"{max(checks - len(breaches), 0)} passed, {len(breaches)} failed")
    return 1 if breaches else 0


sys.exit(main())
