"""What an object's methods gave, remembered for as long as the object lives, and no longer."""

from collections.abc import Callable
from functools import lru_cache, partial
from types import MethodType
from typing import ParamSpec, TypeVar, cast
from weakref import proxy

Given = ParamSpec("Given")
Result = TypeVar("Result")


def remembered(method: Callable[Given, Result], most: int) -> Callable[Given, Result]:
    """A bound method that does not work out twice what it last gave for ``most`` different arguments.

    An object that holds an :func:`functools.lru_cache` of its own method refers to itself, so that only a garbage
    collection ends it: after an edit, the old index would stay for long, and its end hold every thread up. This one
    refers to the object weakly.
    """
    bound = cast(MethodType, method)
    return cast(Callable[Given, Result], lru_cache(maxsize=most)(partial(bound.__func__, proxy(bound.__self__))))
