# SPDX-License-Identifier: Apache-2.0
"""XForms at random: groups in rows in groups, counted and free rows, cascades, calculations, rules that read
anything before them."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from enumerator.forms import Interview, NoAnswer, Question, Repeat
from enumerator.forms.live import Live

TEXTS = st.sampled_from(
    [
        "",
        "0",
        "1",
        "2",
        "5",
        "17",
        "-3",
        "2.5",
        "2026-01-31",
        "a",
        "b",
        "c",
        "a b",
        "halo dunia",
        "\t<&>é",
        " x ",
    ]
)
PAGE = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa" xmlns:pendata="https://pendata.id/xforms"><h:head><h:title>T</h:title>'
    '<model><instance><data id="t" version="1">{instance}</data></instance>'
    '<instance id="l"><root>{items}</root></instance>{binds}</model></h:head>'
    "<h:body>{body}</h:body></h:html>"
)
ITEMS = "".join(
    f"<item><name>{name}</name><label>{name.upper()}</label><of>{of}</of></item>"
    for name, of in (("a", "1"), ("b", "1"), ("c", "2"), ("a", "5"))
)
KINDS = ("int", "decimal", "string", "date", "select", "select1", "calculate", "note")


@dataclass
class _Growing:
    draw: st.DrawFn
    binds: list[str] = field(default_factory=list)
    number: int = 0
    left: int = 14

    def name(self, letter: str) -> str:
        self.number += 1
        return f"{letter}{self.number}"

    def bind(self, path: str, attributes: str) -> None:
        self.binds.append(f'<bind nodeset="{path}" {attributes}/>')

    def rule(self, earlier: list[str]) -> str:
        """An attribute of a bind that reads an earlier question."""
        if not earlier:
            return ""
        other = self.draw(st.sampled_from(earlier))
        return self.draw(
            st.sampled_from(
                [
                    "",
                    "",
                    f"relevant=\"{other} != ''\"",
                    f'relevant="{other} &gt; 3"',
                    f"relevant=\"selected({other}, 'a')\"",
                    f'required="{other} = 1"',
                    f'readonly="{other} = 5"',
                    f'constraint=". != {other}"',
                    f'constraint=". &gt; 0" required="{other} = 1"',
                ]
            )
        )

    def question(self, path: str, earlier: list[str]) -> tuple[str, str]:
        kind = self.draw(st.sampled_from(KINDS))
        rule = self.rule(earlier)
        allow = self.draw(
            st.sampled_from(
                [
                    "",
                    ' pendata:allow="refused dont_know"',
                    ' pendata:severity="warn"',
                    ' pendata:sensitive="yes"',
                ]
            )
        )
        other = self.draw(st.sampled_from(earlier)) if earlier else ""
        if kind == "calculate":
            formula = self.draw(
                st.sampled_from(
                    [f"concat({other}, '!')", f"{other} + 1", f"count({other})"] if other else ["1 + 1"]
                )
            )
            self.bind(path, f'type="string" calculate="{formula}" {rule if "relevant" in rule else ""}')
            return "", ""
        if kind == "note":
            self.bind(path, f'type="string" readonly="true()" {rule if "relevant" in rule else ""}')
            output = f'<output value="{other}"/>' if other else ""
            return "", f'<input ref="{path}"><label>{output}</label></input>'
        if kind in ("select", "select1"):
            self.bind(path, f'type="string" {rule}{allow}')
            filtered = f"[of = {other}]" if other and self.draw(st.booleans()) else ""
            nodeset = f"instance('l')/root/item{filtered}"
            itemset = f'<itemset nodeset="{nodeset}"><value ref="name"/><label ref="label"/></itemset>'
            return "", f'<{kind} ref="{path}">{itemset}</{kind}>'
        self.bind(path, f'type="{kind}" {rule}{allow}')
        default = self.draw(st.sampled_from(["", "", "", "1", "5"]))
        return default if kind in ("int", "decimal", "string") else "", f'<input ref="{path}"/>'

    def inside(self, path: str, earlier: list[str], depth: int, rows: int) -> tuple[str, str]:
        """Instance and body of what stands in a group, a row or the form."""
        instance = body = ""
        for _place in range(self.draw(st.integers(1, 4))):
            self.left -= 1
            kinds = ["question"] * 4 + (["group", "repeat"] if depth < 3 and self.left > 0 else [])
            kind = self.draw(st.sampled_from(kinds))
            if kind == "repeat" and rows >= 2:
                kind = "group"
            if kind == "question":
                name = self.name("q")
                default, shown = self.question(f"{path}/{name}", earlier)
                instance += f"<{name}>{default}</{name}>"
                body += shown
                earlier.append(f"{path}/{name}")
                continue
            name = self.name("g" if kind == "group" else "r")
            own = f"{path}/{name}"
            rule = self.rule(earlier)
            if "relevant" in rule:
                self.bind(own, rule)
            count = ""
            if kind == "repeat" and earlier:
                number = self.draw(st.sampled_from(earlier))
                count = self.draw(
                    st.sampled_from(
                        ["", "", f' jr:count="if({number} &gt; 3, 3, {number})"', ' jr:count="2"']
                    )
                )
            # Answers in a group are read further on; answers in rows, by the row alone.
            seen = earlier if kind == "group" else list(earlier)
            inner, shown = self.inside(own, seen, depth + 1, rows + (kind == "repeat"))
            template = ""
            if kind == "repeat" and self.draw(st.booleans()):
                template = ' jr:template=""'
            instance += f"<{name}{template}>{inner}</{name}>"
            if kind == "group":
                body += f'<group ref="{own}">{shown}</group>'
            else:
                fixed = "" if count else self.draw(st.sampled_from(["", "", ' jr:noAddRemove="true()"']))
                body += f'<group ref="{own}"><repeat nodeset="{own}"{count}{fixed}>{shown}</repeat></group>'
        return instance, body


@st.composite
def forms(draw: st.DrawFn) -> str:
    """XForm XML of any such shape."""
    growing = _Growing(draw)
    instance, body = growing.inside("/data", [], 0, 0)
    return PAGE.format(instance=instance, items=ITEMS, binds="".join(growing.binds), body=body)


def edit(interview: Interview, data: st.DataObject) -> None:
    """One random edit of anything that can be edited now."""
    act = data.draw(
        st.sampled_from(["answer"] * 6 + ["row"] * 2 + ["remove", "move", "no answer", "remark", "accept"])
    )
    lives = [live for live in interview.tree.by_address.values() if isinstance(live, Live)]
    if act in ("row", "remove", "move"):
        series = [
            f"{live.address}/{child.name}"
            for live in lives
            for child in live.spec.children
            if isinstance(child.definition, Repeat)
            and not child.definition.count
            and not child.definition.no_add_remove
        ]
        if not series:
            return
        chosen = data.draw(st.sampled_from(series))
        rows = interview.children(chosen)
        if act == "row" and len(rows) < 4:
            interview.add_repeat(chosen, at=data.draw(st.integers(0, len(rows))))
        elif act == "remove" and rows:
            removed = interview.remove_repeat(data.draw(st.sampled_from(rows))).removed
            if removed is not None and data.draw(st.booleans()):
                interview.restore_repeat(removed)
        elif act == "move" and rows:
            interview.move_repeat(data.draw(st.sampled_from(rows)), data.draw(st.integers(0, len(rows))))
        return
    asked = [live.address for live in lives if isinstance(live.spec.definition, Question) and live.spec.asked]
    if not asked:
        return
    address = data.draw(st.sampled_from(asked))
    if act == "no answer":
        interview.answer(address, data.draw(st.sampled_from(list(NoAnswer))))
    elif act == "remark":
        interview.remark(address, data.draw(TEXTS))
    elif act == "accept":
        interview.accept(address, data.draw(TEXTS))
    else:
        interview.answer(address, data.draw(TEXTS))
