# SPDX-License-Identifier: Apache-2.0
"""ODK XForm XML to a Form: the parts are read in turn and joined here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from lxml import etree

from enumerator.errors import UserError
from enumerator.messages import _

from .body import Body, Extras, read_setting
from .collecting import LARGE, uncollected
from .compiling import Expressions
from .definition import EntityMapping, Form, FormWarning, Part, Question, Setting
from .expressions.compiler import Compiler
from .expressions.context import World
from .illustrations import missing_illustrations
from .lists import take_lists
from .logic import Logic
from .markup import PREFIXES, attribute, elements, first, local, parse_xml
from .media import media_of
from .model import Model, Spec
from .placing import check_columns
from .pointing import check_lists, check_paths
from .secondary import Secondary
from .skeleton import KNOWN_TYPES, TEXT_TYPES, Skeleton, plain_path
from .support import unmet
from .wording import Translations


def parse_form(xml: bytes, *, media: Mapping[str, bytes] | Path | None = None) -> Form:
    """The form in `xml`. `media` holds the files that its lists and data are read from: a folder, or bytes by
    name.

    UserError says what is wrong and where: not XML, no instance, references to nothing, unknown functions,
    malformed expressions, calculations in a circle.
    """
    with uncollected(lasting=len(xml) > LARGE):
        return _parsed(xml, media)


def _parsed(xml: bytes, media: Mapping[str, bytes] | Path | None) -> Form:
    slim, lists = take_lists(xml)
    root = parse_xml(slim, _("The form"))
    head = first(root, "head")
    model = first(head, "model") if head is not None else first(root, "model")
    body = first(root, "body")
    instance = first(model, "instance") if model is not None else None
    primary = next(elements(instance), None) if instance is not None else None
    if model is None or instance is None or primary is None:
        raise UserError(
            _("The file is no form: it has no model with an instance."),
            remedy=_("Choose an XLSForm (.xlsx, .xls, .csv, .md) or an XForm (.xml)."),
        )
    return _Reading(xml, root, model, primary, body, Secondary(model, media_of(media), lists)).form()


EVENTS = frozenset(("odk-instance-first-load", "odk-instance-load", "odk-new-repeat", "xforms-value-changed"))
_LIST = re.compile(r"\s*(?:randomize\(\s*)?instance\(\s*'([^']+)'\s*\)/root/item")


class _Reading:
    """One form being read."""

    def __init__(
        self,
        xml: bytes,
        root: etree._Element,
        model: etree._Element,
        primary: etree._Element,
        body: etree._Element | None,
        secondary: Secondary,
    ) -> None:
        self._xml = xml
        self._root = root
        self._model = model
        self._body = etree.Element("body") if body is None else body
        self._translations = Translations(model)
        self._skeleton = Skeleton(primary, {plain_path(path) for path in _repeated(self._body)})
        self._secondary = secondary
        self._extras = Extras()
        self._unknown: list[FormWarning] = []
        self._all_settings: list[Setting] = []

    def form(self) -> Form:
        binds = self._read_binds()
        self._skeleton.complete_meta()
        body = Body(self._body, self._skeleton, self._translations, self._extras, binds)
        specs = self._skeleton.specs
        repeats = frozenset(spec.names for spec in specs.values() if spec.repeat)
        world = World()
        world.namespaces = {**PREFIXES, **_prefixes(self._root)}
        expressions = Expressions(Compiler(world), repeats)
        settings = self._settings(body, binds)
        self._check_lists(body, expressions)
        logic = Logic(specs, expressions)
        logic.build()
        for setting in self._all_settings:
            if setting.expression:
                logic.look_at(specs[setting.target], setting.expression, setting.kind)
        told = [
            *check_paths(logic.astray, specs),
            *check_lists(logic.list_readers, self._secondary),
        ]
        title = next((each for each in self._root.iter() if local(each) == "title"), None)
        instance = self._skeleton.seed
        identity = {held.spec.name: held.text for held in instance.attributes}
        languages = tuple(self._translations.languages)
        return Form(
            id=identity.get("id", "") or instance.spec.namespace or instance.spec.name,
            version=identity.get("version", ""),
            title=(title.text or "").strip() if title is not None else "",
            hash=hashlib.sha256(self._xml).hexdigest(),
            xml=self._xml,
            languages=languages,
            default_language=self._translations.default,
            root=body.root,
            nodes=body.nodes,
            entities=_entities(self._skeleton),
            warnings=(*body.warnings, *self._unknown, *told, *self._warnings(body.nodes.values())),
            model=Model(
                root=self._skeleton.root,
                seed=instance,
                specs=specs,
                targets=logic.targets,
                repeats=repeats,
                settings=settings,
                translations=self._translations.texts,
                expressions=expressions,
                secondary=self._secondary,
            ),
        )

    def _check_lists(self, body: Body, expressions: Expressions) -> None:
        for name in sorted(body.searched):
            self._secondary.expect(name)
        for name in sorted(body.queried):
            self._secondary.expect_list(name)
        for part in body.nodes.values():
            if part.path in self._skeleton.specs:
                check_columns(part, expressions, self._skeleton.specs[part.path])
            itemset = part.itemset if isinstance(part, Question) else None
            match = _LIST.match(itemset.nodeset) if itemset is not None else None
            if match and itemset is not None:
                columns = [each for each in (itemset.value, itemset.label) if each.isidentifier()]
                self._secondary.check(match[1], columns, part.path)

    def _read_binds(self) -> dict[str, str]:
        by_id: dict[str, str] = {}
        for element in elements(self._model, "bind"):
            written: dict[str, str] = dict(element.items())  # type: ignore[arg-type]
            spec = self._skeleton.bind(written, element)
            kind = written.get("type", "string")
            if kind not in KNOWN_TYPES and spec.bind.type == "string" and kind not in TEXT_TYPES:
                what = _("The type “{type}” is not known; the answer is kept as text.", type=kind)
                self._unknown.append(FormWarning(what, spec.path))
            self._extras.note(written, spec.path, self._translations)
            if "id" in written:
                by_id[written["id"].strip()] = spec.path
        return by_id

    def _settings(self, body: Body, binds: dict[str, str]) -> tuple[Setting, ...]:
        found = list(body.settings)
        for element in elements(self._model, "setvalue", "setgeopoint", "recordaudio"):
            bind = binds.get(attribute(element, "bind"), "")
            target = attribute(element, "ref") or attribute(element, "nodeset") or bind
            found.append(read_setting(element, self._skeleton.find(plain_path(target), element).path))
        found += [
            setting
            for part in body.nodes.values()
            for setting in getattr(part, "settings", ())
            if set(setting.events) & {"odk-instance-first-load", "odk-instance-load", "odk-new-repeat"}
        ]
        rows = [setting for setting in found if "odk-new-repeat" in setting.events]
        for setting in rows:
            repeat = _nearest_repeat(self._skeleton.find(setting.target))
            if repeat is not None:
                repeat.row_settings = (*repeat.row_settings, setting)
        for part in body.nodes.values():
            nested = getattr(part, "settings", ())
            if nested:
                self._skeleton.specs[part.path].settings = nested
        for setting in (*found, *(each for spec in self._skeleton.specs.values() for each in spec.settings)):
            self._all_settings.append(setting)
            self._skeleton.find(setting.target).answered = True
        return tuple(found)

    def _warnings(self, nodes: Iterable[Part]) -> list[FormWarning]:
        found: list[FormWarning] = []
        for setting in self._all_settings:
            for event in set(setting.events) - EVENTS:
                what = _("The event “{event}” never happens here.", event=event)
                found.append(FormWarning(what, setting.target))
        found += unmet(nodes, self._all_settings, self._model)
        found += [*self._secondary.warnings, *self._secondary.missing_files()]
        return found + missing_illustrations(self._translations.texts, self._secondary.media)


def _repeated(body: etree._Element) -> list[str]:
    return [attribute(each, "nodeset") for each in body.iter("{*}repeat")]


def _prefixes(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter():
        if isinstance(element.tag, str):
            found.update({prefix: uri for prefix, uri in element.nsmap.items() if prefix})
            if local(element) == "model":
                break
    return found


def _nearest_repeat(spec: Spec | None) -> Spec | None:
    while spec is not None and not spec.repeat:
        spec = spec.parent
    return spec


def _entities(skeleton: Skeleton) -> tuple[EntityMapping, ...]:
    """The entity declarations (ODK Entities): one for the form and one for each repeat that has its own."""
    found: list[EntityMapping] = []
    for spec in skeleton.specs.values():
        if spec.name != "entity" or "dataset" not in spec.attributes or spec.parent is None:
            continue
        container = spec.parent.parent if spec.parent.name == "meta" else spec.parent
        if container is None:
            continue
        dataset = spec.fixed.get("dataset", "")
        saves = {
            each.bind.save_to: each.path
            for each in skeleton.specs.values()
            if each.bind.save_to and _container(each, skeleton) is container
        }
        names = {name: held.path for name, held in spec.attributes.items()}
        found.append(
            EntityMapping(
                dataset,
                container.path,
                spec.path,
                names.get("id", ""),
                spec.named["label"].path if "label" in spec.named else "",
                names.get("create", ""),
                names.get("update", ""),
                saves,
            )
        )
    return tuple(found)


def _container(spec: Spec, skeleton: Skeleton) -> Spec:
    above = _nearest_repeat(spec.parent)
    while above is not None:
        meta = above.named.get("meta")
        if meta is not None and "entity" in meta.named:
            return above
        above = _nearest_repeat(above.parent)
    return skeleton.root
