"""Reads a command line as the upstream program would, from its recorded arguments: prints the values as JSON, or ends with 2.

    python3 parse_argv.py <interface.json> <command> <argv...>
"""

import argparse
import json
import os
import sys

KINDS = {"str": str, "int": int, "float": float, "path": str}


def boolean_text(text):
    if text.lower() not in ("true", "false"):
        raise argparse.ArgumentTypeError(f"{text} is neither true nor false")
    return text.lower() == "true"


def build(command):
    parser = argparse.ArgumentParser(prog=" ".join(command["program"]), allow_abbrev=command["parser"] == "argparse")
    groups = {}
    for argument in command["arguments"]:
        options = {"dest": argument["name"].lstrip("-"), "required": argument.get("required", False)}
        kind = argument["type"]
        if "default" in argument:
            options["default"] = argument["default"]
        if kind == "flag":
            options["action"] = "store_true"
        elif kind == "true|false as text":
            options["type"] = boolean_text
        elif kind in KINDS:
            options["type"] = KINDS[kind]
        else:
            continue  # dict, list and NoneType: no value on a command line is taken
        if "choices" in argument:
            options["choices"] = argument["choices"]
        if "nargs" in argument:
            options["nargs"] = argument["nargs"]
        if argument.get("repeatable"):
            options["action"] = "append"
        if argument.get("must_exist"):
            options["type"] = existing
        names = [argument["name"]] + ([argument["short"]] if "short" in argument else [])
        target = parser
        if "exclusive_group" in argument:
            key = argument["exclusive_group"]
            if key not in groups:
                groups[key] = parser.add_mutually_exclusive_group(required=argument.get("one_of_group_required", False))
            target = groups[key]
            del options["required"]
        target.add_argument(*names, **options)
        if "off" in argument:
            parser.add_argument(argument["off"], dest=options["dest"], action="store_false")
    return parser


def existing(path):
    if not os.path.exists(path):
        raise argparse.ArgumentTypeError(f"Path '{path}' does not exist.")
    return path


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        commands = json.load(file)["commands"]
    command = next(command for command in commands if command["name"] == sys.argv[2])
    print(json.dumps(vars(build(command).parse_args(sys.argv[3:])), ensure_ascii=False, sort_keys=True))


if __name__ == "__main__":
    main()
