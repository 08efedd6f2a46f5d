# SPDX-License-Identifier: Apache-2.0
"""Compiled forms on disk: all that reading a form finds out, kept by the hash of what was read.

The file is MessagePack of plain data, decoded against declared types; nothing in it is ever executed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import msgspec

from .compiling import Expressions
from .definition import EntityMapping, Form, FormWarning, Group, Part, Question, Repeat, Setting, Text
from .expressions.compiler import Compiler
from .expressions.context import World
from .illustrations import missing_illustrations
from .markup import PREFIXES, parse_xml
from .media import Media
from .model import ASPECTS, CALCULATE, CHOICES, COUNT, LABEL, Bind, Edge, Model, Seed, Spec, Target
from .secondary import Secondary

VERSION = 5
_KIND = {CALCULATE: "value", CHOICES: "nodes", COUNT: "number"}
EdgeRow = tuple[int, int, tuple[str, ...], int]


class _GroupRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    path: str
    name: str
    parent: str
    label: Text
    hint: Text
    appearance: str
    children: tuple[str, ...]
    repeat: bool
    count: str | None
    no_add_remove: bool


class _SpecRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    name: str
    parent: int
    attribute: bool
    namespace: str
    prefix: str | None
    flags: tuple[bool, bool, bool, bool, bool]
    bind: tuple[str, ...]
    default: str
    fixed: dict[str, str]
    labels: tuple[str, ...]
    template: int
    settings: tuple[Setting, ...]
    row_settings: tuple[Setting, ...]
    dependents: tuple[EdgeRow, ...]
    places: tuple[EdgeRow, ...]
    outside: tuple[EdgeRow, ...]


@dataclass(frozen=True, slots=True)
class _Compiled:
    version: int
    identity: tuple[str, str, str, str]
    xml: bytes
    languages: tuple[str, ...]
    default_language: str
    questions: tuple[Question, ...]
    groups: tuple[_GroupRow, ...]
    order: tuple[str, ...]
    entities: tuple[EntityMapping, ...]
    warnings: tuple[FormWarning, ...]
    translations: dict[str, Text]
    specs: tuple[_SpecRow, ...]
    targets: tuple[tuple[int, int, str, bool], ...]
    seeds: tuple[tuple[int, str, int, bool], ...]
    settings: tuple[Setting, ...]
    sources: dict[str, str]
    inline: dict[str, bytes]
    tables: dict[str, tuple[str, str, int, dict[str, list[str]]]]
    namespaces: dict[str, str]


_DECODER = msgspec.msgpack.Decoder(_Compiled)


def key_of(content: bytes, suffix: str) -> str:
    """The name under which the compiled form of a file is kept."""
    return hashlib.sha256(content + suffix.encode() + bytes([VERSION])).hexdigest()


def pack(form: Form) -> bytes:
    """The compiled form as bytes, to be kept where the form itself is."""
    return msgspec.msgpack.encode(_frozen(form))


def unpack(data: bytes, media: Media) -> Form | None:
    """The form in what `pack` made; None when it is damaged or of another version."""
    try:
        compiled = _DECODER.decode(data)
    except msgspec.DecodeError:
        return None
    return _thawed(compiled, media) if compiled.version == VERSION else None


def _missing(secondary: Secondary, texts: Mapping[str, Text]) -> list[FormWarning]:
    """What depends on the files that are beside the form now, and not on the form."""
    return [*secondary.missing_files(), *missing_illustrations(texts, secondary.media)]


def _lasting_warnings(form: Form) -> tuple[FormWarning, ...]:
    passing = {each.what for each in _missing(form.model.secondary, form.model.translations)}
    return tuple(each for each in form.warnings if each.what not in passing)


def keep(form: Form, path: Path) -> None:
    """Write the compiled form; a half-written file never stands under its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_suffix(".part")
    making.write_bytes(pack(form))
    making.replace(path)


def kept(path: Path, media: Media) -> Form | None:
    """The form in a file written by `keep`; None when it is absent, damaged or of another version."""
    try:
        return unpack(path.read_bytes(), media)
    except OSError:
        return None


def _frozen(form: Form) -> _Compiled:
    model = form.model
    specs = list(model.specs.values())
    places = {id(spec): place for place, spec in enumerate(specs)}
    seeds: list[tuple[int, str, int, bool]] = []
    seed_places: dict[int, int] = {}

    def sow(seed: Seed, parent: int, attribute: bool) -> None:
        place = seed_places[id(seed)] = len(seeds)
        seeds.append((places[id(seed.spec)], seed.text, parent, attribute))
        for each in seed.attributes:
            sow(each, place, True)
        for each in seed.children:
            sow(each, place, False)

    sow(model.seed, -1, False)
    for spec in specs:
        if spec.template is not None and id(spec.template) not in seed_places:
            sow(spec.template, -1, False)
    inline, tables = model.secondary.frozen()
    return _Compiled(
        VERSION,
        (form.id, form.version, form.title, form.hash),
        form.xml,
        form.languages,
        form.default_language,
        tuple(part for part in form.nodes.values() if isinstance(part, Question)),
        tuple(_group_row(part) for part in form.nodes.values() if isinstance(part, Group)),
        tuple(form.nodes),
        form.entities,
        _lasting_warnings(form),
        dict(model.translations),
        tuple(_spec_row(spec, places, seed_places) for spec in specs),
        tuple((places[id(each.spec)], each.aspect, each.source, each.inward) for each in model.targets),
        tuple(seeds),
        model.settings,
        model.secondary.sources(),
        inline,
        tables,
        dict(model.expressions.namespaces()),
    )


def _group_row(group: Group) -> _GroupRow:
    repeat = isinstance(group, Repeat)
    return _GroupRow(
        group.path,
        group.name,
        group.parent,
        group.label,
        group.hint,
        group.appearance,
        tuple(child.path for child in group.children),
        repeat,
        group.count if isinstance(group, Repeat) else None,
        isinstance(group, Repeat) and group.no_add_remove,
    )


def _spec_row(spec: Spec, places: dict[int, int], seeds: dict[int, int]) -> _SpecRow:
    return _SpecRow(
        spec.name,
        places[id(spec.parent)] if spec.parent is not None else -1,
        spec.names[-1].startswith("@"),
        spec.namespace,
        spec.prefix,
        (spec.repeat, spec.asked, spec.answered, spec.by_chance, spec.implied),
        tuple(getattr(spec.bind, each.name) for each in fields(Bind)),
        spec.default,
        spec.fixed,
        spec.labels,
        seeds[id(spec.template)] if spec.template is not None else -1,
        spec.settings,
        spec.row_settings,
        tuple(_edge_row(edge) for edge in spec.dependents),
        tuple(_edge_row(edge) for edge in spec.place_dependents),
        tuple(_edge_row(edge) for edge in spec.outside),
    )


def _edge_row(edge: Edge) -> EdgeRow:
    return (edge.target.order, edge.ups, edge.names, edge.anchor)


def _thawed(compiled: _Compiled, media: Media) -> Form:
    specs = _specs(compiled)
    by_path = {spec.path: spec for spec in specs}
    world = World()
    world.namespaces = {**PREFIXES, **compiled.namespaces}
    repeats = frozenset(spec.names for spec in specs if spec.repeat)
    expressions = Expressions(Compiler(world), repeats)
    targets = tuple(_target(row, order, specs, expressions) for order, row in enumerate(compiled.targets))
    for spec, row in zip(specs, compiled.specs, strict=True):
        for edges, rows in (
            (spec.dependents, row.dependents),
            (spec.place_dependents, row.places),
            (spec.outside, row.outside),
        ):
            edges += [Edge(targets[target], ups, names, anchor) for target, ups, names, anchor in rows]
    nodes = _nodes(compiled)
    for path, part in nodes.items():
        found = by_path.get(path)
        if found is not None:
            found.definition = part
    identity = compiled.identity
    root = nodes[specs[0].path]
    if not isinstance(root, Group):
        raise TypeError(root)
    inline = {name: parse_xml(content, name) for name, content in compiled.inline.items()}
    secondary = Secondary.thawed(media, compiled.sources, inline, compiled.tables)
    return Form(
        *identity,
        xml=compiled.xml,
        languages=compiled.languages,
        default_language=compiled.default_language,
        root=root,
        nodes=nodes,
        entities=compiled.entities,
        warnings=(*compiled.warnings, *_missing(secondary, compiled.translations)),
        model=Model(
            root=specs[0],
            seed=_seeds(compiled, specs),
            specs=by_path,
            targets=targets,
            repeats=repeats,
            settings=compiled.settings,
            translations=compiled.translations,
            expressions=expressions,
            secondary=secondary,
        ),
    )


def _specs(compiled: _Compiled) -> list[Spec]:
    specs: list[Spec] = []
    for row in compiled.specs:
        parent = specs[row.parent] if row.parent >= 0 else None
        spec = Spec(row.name, parent, row.attribute)
        if parent is not None and row.attribute:
            parent.attributes[row.name] = spec
        elif parent is not None:
            parent.children.append(spec)
            parent.named[row.name] = spec
        spec.namespace, spec.prefix = row.namespace, row.prefix
        spec.repeat, spec.asked, spec.answered, spec.by_chance, spec.implied = row.flags
        spec.bind = Bind(*row.bind)
        spec.default, spec.fixed, spec.labels = row.default, row.fixed, row.labels
        spec.settings, spec.row_settings = row.settings, row.row_settings
        specs.append(spec)
    return specs


def _target(
    row: tuple[int, int, str, bool], order: int, specs: list[Spec], expressions: Expressions
) -> Target:
    place, aspect, source, inward = row
    spec = specs[place]
    context = spec.names[:-1] if aspect == COUNT else spec.names
    run = _nothing if aspect == LABEL else expressions.run(source, context, _KIND.get(aspect, "truth"))
    target = Target(spec, aspect, source, run)
    target.order, target.inward = order, inward
    setattr(spec, ASPECTS[aspect], target)
    return target


def _nothing(_context: Any) -> None:
    return None


def _seeds(compiled: _Compiled, specs: list[Spec]) -> Seed:
    seeds: list[Seed] = []
    for place, text, parent, attribute in compiled.seeds:
        seed = Seed(specs[place], text)
        seeds.append(seed)
        if parent >= 0:
            (seeds[parent].attributes if attribute else seeds[parent].children).append(seed)
    for spec, row in zip(specs, compiled.specs, strict=True):
        if row.template >= 0:
            spec.template = seeds[row.template]
    return seeds[0]


def _nodes(compiled: _Compiled) -> dict[str, Part]:
    found: dict[str, Part] = {question.path: question for question in compiled.questions}
    rows = {row.path: row for row in compiled.groups}

    def group(path: str) -> Part:
        if path not in found:
            row = rows[path]
            children = tuple(group(child) for child in row.children)
            common = (row.path, row.name, row.parent, row.label, row.hint, row.appearance, children)
            found[path] = Repeat(*common, row.count, row.no_add_remove) if row.repeat else Group(*common)
        return found[path]

    return {path: group(path) for path in compiled.order}
