# SPDX-License-Identifier: Apache-2.0
"""What an interview knows without asking: preloads, and the ids of its own (trap 35)."""

from __future__ import annotations

from uuid import UUID

from .expressions.moments import iso
from .filling import Filling


def preload(filling: Filling) -> None:
    """Fill in what `jr:preload` asks for when an interview is begun."""
    now, context = filling.world.now(), filling.context
    for node in filling.tree.by_address.values():
        bind = node.spec.bind
        match bind.preload, bind.preload_parameter:
            case "timestamp", "start":
                node.text = iso(now)
            case "date", "today":
                node.text = now.date().isoformat()
            case "property", name:
                node.text = context.property(name) or node.text
            case "uid", _:
                node.text = new_id(filling)


def renew(filling: Filling) -> None:
    """An edited interview comes without an instanceID and gets a new one."""
    for node in filling.tree.by_address.values():
        if node.spec.bind.preload == "uid" and not node.text:
            node.text = new_id(filling)


def finalize(filling: Filling) -> None:
    """Set what is only known at the end: the end's timestamp, and an instanceID that is still missing."""
    for node in list(filling.tree.by_address.values()):
        bind, text = node.spec.bind, node.text
        if bind.preload == "timestamp" and bind.preload_parameter == "end":
            text = iso(filling.world.now())
        elif node.spec.name == "instanceID" and not text:
            text = new_id(filling)
        if text != node.text:
            node.text = text
            filling.work.value_changed(node)


def new_id(filling: Filling) -> str:
    """A random id as OpenRosa writes it."""
    return f"uuid:{UUID(int=filling.world.random().getrandbits(128), version=4)}"
