"""Whether something leaves a note: followed from function to function, as the code that runs would call them."""

import dis
import inspect
import sys
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from mentorkorps.journal import JournalNote

ROOMS = ("mentorkorps", "tenants", "workers")
NOTE = JournalNote.write.__func__  # type: ignore[attr-defined]  # a class method has its function
KEPT = type(cache(len))  # a function whose answers are kept


def leaves_note(act: Callable[..., Any]) -> bool:
    """Whether `act`, or whatever it calls, may write a note in the journal."""
    seen: set[Any] = set()
    waiting = [_function(act)]
    while waiting:
        function = waiting.pop()
        if function is NOTE:
            return True
        if function is not None and function not in seen:
            seen.add(function)
            waiting += _called(function)
    return False


@cache
def _called(function: FunctionType) -> tuple[FunctionType, ...]:
    """The functions of ours that it names: global ones, those of a module or a class, and any method of that name."""
    found = (found for code in _codes(function.__code__) for found in _named(code, function.__globals__))
    return tuple(one for one in found if one is not None)


def _codes(code: CodeType) -> Iterator[CodeType]:
    """It and what stands inside: lambdas and functions of its own."""
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner)


def _named(code: CodeType, world: dict[str, Any]) -> Iterator[FunctionType | None]:
    at: Any = None
    for step in dis.get_instructions(code):
        if step.opname == "LOAD_GLOBAL":
            at = world.get(step.argval)
            yield _function(at)
        elif step.opname in ("LOAD_ATTR", "LOAD_METHOD"):
            if isinstance(at, ModuleType | type):
                at = inspect.getattr_static(at, step.argval, None)
                yield _function(at)
            else:
                at = None
                yield from _methods().get(step.argval, ())
        elif step.opname not in ("PRECALL", "CACHE", "PUSH_NULL"):
            at = None


def _function(thing: Any) -> FunctionType | None:
    """The plain function of ours behind it."""
    if isinstance(thing, classmethod | staticmethod | MethodType):
        thing = thing.__func__
    if isinstance(thing, property):
        thing = thing.fget
    if isinstance(thing, KEPT):
        thing = thing.__wrapped__
    plain = inspect.unwrap(thing) if isinstance(thing, FunctionType) else None
    ours = isinstance(plain, FunctionType) and plain.__module__.partition(".")[0] in ROOMS
    return plain if ours else None


@cache
def _methods() -> dict[str, list[FunctionType]]:
    """By name the methods of every class of ours; a note is written by its class alone."""
    found: dict[str, list[FunctionType]] = {}
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ROOMS:
            for kind in vars(module).values():
                if isinstance(kind, type) and kind.__module__ == name and kind is not JournalNote:
                    for called, what in vars(kind).items():
                        if (method := _function(what)) is not None:
                            found.setdefault(called, []).append(method)
    return found
