"""Every YAML file of every pack obeys the published JSON Schema of its kind, and a schema refuses
an unknown key: a county that writes by the schemas writes what the program reads."""
import json
import pathlib
import sys

import yaml
from jsonschema import Draft202012Validator

root = pathlib.Path(__file__).resolve().parents[2]
kinds = {"dictionaries": "dictionary", "indicators": "indicator", "parameters": "parameter",
         "records": "record", "scenarios": "scenario", "views": "view"}


class Yaml12(yaml.SafeLoader):
    """Scalars as the program reads them: dates and yes/no/on/off are texts."""


Yaml12.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers
            if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
Yaml12.add_implicit_resolver("tag:yaml.org,2002:bool", __import__("re").compile("^(true|false)$"),
                             "tf")


def schema(kind):
    text = (root / "docs/schemas" / f"{kind}.schema.json").read_text()
    Draft202012Validator.check_schema(json.loads(text))
    return Draft202012Validator(json.loads(text))


def main():
    schemas = {kind: schema(kind) for kind in [*kinds.values(), "pack", "locality"]}
    files = faults = 0
    seen = set()
    for path in sorted(root.glob("packs/**/*.yaml")):
        local = path.parent.parent.name == "localities"
        kind = kinds.get(path.parent.name, "locality" if local else "pack")
        files += 1
        document = yaml.load(path.read_text(), Yaml12)
        for error in schemas[kind].iter_errors(document):
            faults += 1
            where = "/".join(str(part) for part in error.absolute_path)
            print(f"{path.relative_to(root)}: {where}: {error.message[:200]}")
        document["no_such_key"] = 1
        if kind not in seen and schemas[kind].is_valid(document):
            faults += 1
            print(f"docs/schemas/{kind}.schema.json: takes a key that the program does not know")
        seen.add(kind)
    for kind in schemas.keys() - seen:
        faults += 1
        print(f"docs/schemas/{kind}.schema.json: no file was tried")
    print(f"{files} files, {faults} faults")
    return 1 if faults else 0


sys.exit(main())
