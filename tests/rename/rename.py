"""Gives every identifier that packs declare another name, in YAML, DMN and FEEL alike, and doubles
every number of their parameters. What the engine does with packs must not depend on either."""
import csv
import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path

import yaml

PREFIX = "zz_"
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")

# Words that belong to FEEL or to the engine's own grammar: a pack that uses one as a name keeps it.
FEEL_WORDS = set("""
    year month day weekday start end value date time number string count sum min max mean list
    length contains floor ceiling abs round half up down decimal upper lower case substring before
    after not and or if then else for in return some every satisfies between instance of null true
    false function index today period as_of region parent accumulated count_all param working days
    get context entries u owner code percent money from to id index duration
""".split())
# Dictionaries whose codes are words of the engine: it only takes their titles from the pack.
ENGINE_CODES = {"region_level", "basis_class", "timeline_group"}

# Where a scalar stands that names something of a pack …
NAMES = set("""record dictionary parameter view decision indicator decided_by parent label field
    starts_with ends_with status child to depends sum search sort key children fields columns
    filters structure indicators reference pack owner date default
    opening_months on""".split())
# … where one stands that is FEEL …
EXPRESSIONS = {"computed", "that", "if", "where", "required_if", "count"}
# … and below which every scalar is FEEL and every key names something.
EXPRESSION_MAPS = {"bind", "inputs", "accumulate", "match"}
NAME_MAPS = {"fields", "synonyms"}


def is_name(text):
    return re.fullmatch(r"[a-z][a-z0-9_]*", text) is not None


class Names:
    """The identifiers that are renamed."""

    def __init__(self):
        self.all = set()

    def add(self, text):
        if is_name(text) and text not in FEEL_WORDS:
            self.all.add(text)

    def word(self, text):
        return PREFIX + text if text in self.all else text

    def words(self, text):
        return WORD.sub(lambda m: self.word(m[0]), text)

    def feel(self, text):
        """Names outside of strings; strings that are a name as a whole (codes, parameters)."""
        def one(match):
            token = match[0]
            if token.startswith('"'):
                return f'"{self.word(token[1:-1])}"'
            return self.word(token)
        return re.sub(r'"[^"]*"|[A-Za-z_][A-Za-z0-9_]*', one, text)

    def template(self, text):
        return re.sub(r"\{[^{}]*\}", lambda m: self.feel(m[0]), text)


def tag(element):
    return element.tag.rsplit("}", 1)[-1]


def entries(node):
    return [(key.value, key, value) for key, value in node.value]


def child(node, name):
    return next((v for k, _, v in entries(node) if k == name), None)


# Collecting -----------------------------------------------------------------------------------

def collect_yaml(names, path, root):
    kind = root.value[0][0].value
    if kind in ("pack", "record", "dictionary", "parameter", "indicator"):
        names.add(root.value[0][1].value)
    # A view that says no more than its kind is a page of the engine's own.
    if kind == "view" and len(root.value) > 3:
        names.add(root.value[0][1].value)
    if kind == "record":
        for field, _, declared in entries(child(root, "fields")):
            names.add(field)
            if child(declared, "type").value == "resident_id":
                names.add(field + "_sex")
                names.add(field + "_birth_date")
    if kind == "dictionary" and path.stem not in ENGINE_CODES:
        for code in child(root, "codes").value:
            names.add(child(code, "code").value)
    if kind == "parameter":
        for dated in child(root, "values").value:
            collect_keys(names, child(dated, "value"))
    if kind == "view":
        for column in getattr(child(root, "columns"), "value", []):
            if isinstance(column, yaml.MappingNode) and child(column, "id"):
                names.add(child(column, "id").value)
        for part in ("accumulate", "inputs"):
            if child(root, part):
                collect_keys(names, child(root, part))


def collect_keys(names, node):
    if isinstance(node, yaml.MappingNode):
        for key, _, value in entries(node):
            names.add(key)
            collect_keys(names, value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            collect_keys(names, value)


def collect_dmn(names, root):
    for element in root.iter():
        if "name" in element.attrib and tag(element) != "annotation":
            names.add(element.attrib["name"])


# Renaming -------------------------------------------------------------------------------------

def rename_yaml(names, node, key="", role=""):
    """`role`: what the scalars below are: "" by their key, "feel", "name", "value", "title"."""
    if isinstance(node, yaml.ScalarNode):
        node.value = renamed_scalar(names, node.value, key, role)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            rename_yaml(names, each, key, role)
    else:
        for name, key_node, value in entries(node):
            below = role_below(name, value, role, key)
            if renames_keys(key, role):
                key_node.value = names.words(name)
            rename_yaml(names, value, name, below)


def renames_keys(key, role):
    return key in NAME_MAPS | EXPRESSION_MAPS | {"where", "values"} or role in ("feel", "value")


def role_below(name, value, role, parent):
    if role:
        return role
    if name in EXPRESSION_MAPS or (name == "values" and isinstance(value, yaml.MappingNode)):
        return "feel"
    if name == "value" and parent == "values":
        return "value"
    if name == "value" and parent == "columns":
        return "feel"
    if name == "record" and isinstance(value, yaml.MappingNode):
        return "value"
    if name == "where" and isinstance(value, yaml.MappingNode):
        return "value"
    if name in ("title", "help"):
        return "title"
    if name in ("basis", "region", "unit", "legal_basis", "roles", "lists"):
        return "region" if name == "region" else "none"
    return ""


def renamed_scalar(names, text, key, role):
    if role == "none":
        return text
    if role == "region":
        return names.words(text) if key == "field" else text
    if role == "title":
        return names.template(text)
    if role == "feel" or key in EXPRESSIONS:
        return names.feel(text)
    if role == "value":
        return names.word(text)
    if key == "code":
        return names.word(text)
    if key in NAMES or key == "id":
        return names.words(text)
    return text


def double(node):
    """Every number of a parameter's values."""
    if isinstance(node, yaml.ScalarNode):
        if node.style is None and NUMBER.fullmatch(node.value):
            node.value = str(Decimal(node.value) * 2)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            double(each)
    else:
        for _, _, value in entries(node):
            double(value)


def rename_dmn(names, root):
    for table in root.iter():
        columns = [e.attrib["name"] for e in table if tag(e) == "annotation"]
        for rule in (e for e in table if tag(e) == "rule"):
            cells = [e for e in rule if tag(e) == "annotationEntry"]
            for column, cell in zip(columns, cells):
                rename_text(names, cell[0], column in ("zh", "en"))
                cell[0].set("done", "")
    for element in root.iter():
        for name in ("name", "id", "typeRef"):
            if name in element.attrib and tag(element) != "annotation":
                element.set(name, names.word(element.attrib[name]))
        if "href" in element.attrib:
            element.set("href", "#" + names.word(element.attrib["href"][1:]))
        if tag(element) == "reason":
            for name in element.attrib:
                how = names.template if name in ("zh", "en") else names.feel
                if name in ("zh", "en", "when", "amount"):
                    element.set(name, how(element.attrib[name]))
        if tag(element) == "text" and element.attrib.pop("done", None) is None:
            rename_text(names, element, False)


def rename_text(names, element, template):
    if element.text:
        element.text = names.template(element.text) if template else names.feel(element.text)


# Files ----------------------------------------------------------------------------------------

def read_all(folder):
    """Path → parsed file, of everything that declares something."""
    files = {}
    for path in sorted(folder.rglob("*")):
        if "scenarios" in path.parts or path.match("demo/roster.yaml"):
            continue
        if path.suffix == ".yaml":
            files[path] = yaml.compose(path.read_text())
        elif path.suffix == ".dmn":
            for event, (prefix, uri) in ET.iterparse(path, ["start-ns"]):
                ET.register_namespace(prefix, uri)
            files[path] = ET.parse(path).getroot()
    return files


def write(path, file):
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".dmn":
        path.write_text(ET.tostring(file, encoding="unicode"))
    else:
        path.write_text(yaml.serialize(file, allow_unicode=True))


def make(source, to, rename, doubled):
    """Copies `source`/packs and `source`/demo to `to`; gives the names that were renamed."""
    files = {**read_all(source / "packs"), **read_all(source / "demo")}
    names = Names()
    if rename:
        for path, file in files.items():
            if path.suffix == ".dmn":
                collect_dmn(names, file)
            elif source / "packs" in path.parents:
                collect_yaml(names, path, file)
    for path, file in files.items():
        inside = path.relative_to(source)
        if path.suffix == ".dmn":
            rename_dmn(names, file)
        else:
            if doubled and "parameters" in inside.parts:
                for dated in child(file, "values").value:
                    double(child(dated, "value"))
            rename_yaml(names, file)
        write(to / renamed_path(names, inside), file)
    copy_divisions(source, to)
    return names


def renamed_path(names, path):
    """A pack's folder is called as the pack, with - for _; a file as what it declares."""
    parts = list(path.parts)
    if parts[0] == "packs":
        parts[1] = names.word(parts[1].replace("-", "_")).replace("_", "-")
        parts[-1] = names.word(path.stem) + path.suffix
    return Path(*parts)


def copy_divisions(source, to):
    """One street is enough: what is tried here does not depend on how many there are."""
    kept = ("220402002", "220499001")
    for name in ("liaoyuan-divisions.csv", "invented-divisions.csv"):
        with open(source / "demo" / name, newline="") as file:
            rows = list(csv.reader(file))
        rows = [rows[0]] + [r for r in rows[1:]
                            if any(k.startswith(r[0]) or r[0].startswith(k) for k in kept)]
        with open(to / "demo" / name, "w", newline="") as file:
            csv.writer(file).writerows(rows)
