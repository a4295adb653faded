"""From a choice of model to the call it means: one pure function, `resolve`.

A name is looked up as preset, handle, alias, waterfall, and last as a provider's own id (R§11.1); a sigil or prefix
(`$`, `@`, `~`, `preset:`, `handle:` ...) asks for one kind. A choice that leads nowhere is a `Failure`, never an
exception.
"""

from __future__ import annotations

from plx_schema.deck.names import SIGIL_OF, kind_of, near_names, split_name, twin
from plx_schema.deck.options import OPTIONS, SETTING_MODEL_KEYS, canonical
from plx_schema.deck.routing import choose_model
from plx_schema.deck.types import EMBEDDED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, TypeAlias

    from plx_schema.deck.types import Alias, Backend, Deck, Model, Place, Preset

    StepKind = Literal["default", "setting", "preset", "alias", "waterfall", "handle", "id", "backend"]
    FailureKind = Literal["unknown", "cycle", "empty", "disabled", "no-backend", "not-image"]
    Layer: TypeAlias = "tuple[str, Mapping[str, object], Mapping[str, Place]]"

LONGEST_CHAIN = 64
"""More names than this, one behind the other, are taken for a cycle."""


class Step:
    """One name on the way from the choice to the backend, and where that name was defined."""

    __slots__ = ("kind", "name", "place")

    def __init__(self, kind: StepKind, name: str, place: Place = EMBEDDED) -> None:
        self.kind: StepKind = kind
        self.name = name
        self.place = place


class Setting:
    """One option with the value it ends up with.

    `value` is canonical, `asked` as it was written. `origin` says who asked: "pipe", "setting", "preset NAME" or "deck
    default"; `place` says where, if that is in a project's file.
    """

    __slots__ = ("asked", "origin", "place", "value")

    def __init__(self, value: object, asked: object, origin: str, place: Place = EMBEDDED) -> None:
        self.value = value
        self.asked = asked
        self.origin = origin
        self.place = place


class Resolution:
    """A choice understood: the names it went through, the model and its backend, and every option in force.

    `name` is what the author calls the model; where nothing was chosen it is the deck's default. `overridden` holds
    the options of a preset that something nearer replaced, with what they would have been.
    """

    __slots__ = ("backend", "model", "name", "options", "overridden", "steps")

    def __init__(
        self,
        name: str,
        steps: tuple[Step, ...],
        model: Model,
        backend: Backend | None,
        *,
        options: dict[str, Setting],
        overridden: dict[str, Setting],
    ) -> None:
        self.name = name
        self.steps = steps
        self.model = model
        self.backend = backend
        self.options = options
        self.overridden = overridden


class Failure:
    """A choice that leads to no model, or to one that can't be had.

    `name` is the name that failed, which may be one behind the author's. `twin` is a known name that differs only in
    `-`/`_`, case or sigil, `near` others that look alike, best first. `resolution` is what the choice would be with the
    backend back ("disabled", "no-backend"), so that its options can still be judged; else None.
    """

    __slots__ = ("kind", "message", "name", "near", "resolution", "steps", "twin")

    def __init__(
        self,
        kind: FailureKind,
        name: str,
        message: str,
        steps: tuple[Step, ...] = (),
        *,
        near: tuple[str, ...] = (),
        twin: str | None = None,
        resolution: Resolution | None = None,
    ) -> None:
        self.kind: FailureKind = kind
        self.name = name
        self.message = message
        self.steps = steps
        self.near = near
        self.twin = twin
        self.resolution = resolution


def resolve(
    deck: Deck, choice: str | Mapping[str, object] | None, options: Mapping[str, object] | None = None
) -> Resolution | Failure:
    """What `choice` means in `deck`, with the options that the pipe itself sets.

    Args:
        deck: the deck of the project.
        choice: a name with or without sigil, a setting table (its model under any generation's key), or None for the
            deck's default.
        options: the pipe's own options by PLX name. They win over the preset's or the setting's, and those over the
            deck's defaults. None values and keys that are no model option are passed over.
    """
    layers: tuple[Layer, ...] = (("pipe", options or {}, {}),)
    steps: tuple[Step, ...] = ()
    presets = True
    if choice is None:
        choice = deck.choice_default
        steps = (Step("default", setting_model(choice), deck.choice_default_place),)
    if not isinstance(choice, str):
        layers = (*layers, ("setting", choice, {}))
        choice = setting_model(choice)
        steps = (*steps, Step("setting", choice))
        presets = False
    if not choice.strip():
        message = 'no model is named: write one, as `img_gen = "base_img_gen"`, or leave the key out'
        return Failure("empty", choice, message, steps)
    return _Walk(deck, choice).walk(choice, steps, layers, presets=presets)


def setting_model(choice: str | Mapping[str, object]) -> str:
    """The model's name in a choice; "" where a setting table names none."""
    if isinstance(choice, str):
        return choice
    named = next((choice[key] for key in SETTING_MODEL_KEYS if key in choice), None)
    return named if isinstance(named, str) else ""


class _Walk:
    """One walk from a choice to a model. It remembers the names that led nowhere, so none is followed twice."""

    def __init__(self, deck: Deck, asked: str) -> None:
        self.deck = deck
        self.asked = asked
        self.dead: dict[str, Failure] = {}

    def walk(
        self, name: str, steps: tuple[Step, ...], layers: tuple[Layer, ...], *, presets: bool
    ) -> Resolution | Failure:
        kind, bare = split_name(name)
        if name in self.dead:
            return self.dead[name]
        if len(steps) > LONGEST_CHAIN:
            return _cycle(bare, steps)
        deck = self.deck
        if bare in deck.presets and kind in (("", "preset") if presets else ("preset",)):
            result = self._preset(deck.presets[bare], steps, layers)
        elif bare in deck.models and kind in ("", "handle"):
            result = self._handle(bare, steps, layers)
        elif bare in deck.aliases and kind in ("", "alias"):
            result = self._targets("alias", deck.aliases[bare], steps, layers)
        elif bare in deck.waterfalls and kind in ("", "waterfall"):
            result = self._targets("waterfall", deck.waterfalls[bare], steps, layers)
        elif kind in ("", "handle") and (model := _by_provider_id(deck, bare)):
            result = self._model(model, (*steps, Step("id", bare, model.place)), layers)
        else:
            result = _unknown(deck, name, steps, presets=presets)
        if isinstance(result, Failure):
            self.dead[name] = result
        return result

    def _preset(self, preset: Preset, steps: tuple[Step, ...], layers: tuple[Layer, ...]) -> Resolution | Failure:
        if _seen("preset", preset.name, steps):
            return _cycle(preset.name, steps)
        steps = (*steps, Step("preset", preset.name, preset.place))
        layers = (*layers, (f"preset {preset.name}", preset.options, preset.places))
        return self.walk(preset.model, steps, layers, presets=False)

    def _targets(
        self, kind: StepKind, alias: Alias, steps: tuple[Step, ...], layers: tuple[Layer, ...]
    ) -> Resolution | Failure:
        """The first member that can be had; where none can, why the first one can't."""
        if _seen(kind, alias.name, steps):
            return _cycle(alias.name, steps)
        steps = (*steps, Step(kind, alias.name, alias.place))
        first: Failure | None = None
        for target in alias.targets:
            result = self.walk(target, steps, layers, presets=False)
            if isinstance(result, Resolution):
                return result
            first = first or result
        return first or Failure("empty", alias.name, f"the {kind} `{alias.name}` names no model", steps)

    def _handle(self, handle: str, steps: tuple[Step, ...], layers: tuple[Layer, ...]) -> Resolution | Failure:
        model, backend, problem = choose_model(self.deck, handle)
        steps = (*steps, Step("handle", handle, model.place))
        if model.model_type != "img_gen":
            return Failure("not-image", handle, f"{handle} makes no images: its file says `{model.model_type}`", steps)
        found = self._resolution(model, backend, steps, layers)
        return Failure(problem[0], handle, problem[1], steps, resolution=found) if problem else found

    def _model(self, model: Model, steps: tuple[Step, ...], layers: tuple[Layer, ...]) -> Resolution | Failure:
        backend = self.deck.backends.get(model.backend)
        found = self._resolution(model, backend, steps, layers)
        if model.enabled and backend is not None and backend.enabled:
            return found
        message = f"{model.provider_id} is switched off in this project"
        return Failure("disabled", model.handle, message, steps, resolution=found)

    def _resolution(
        self, model: Model, backend: Backend | None, steps: tuple[Step, ...], layers: tuple[Layer, ...]
    ) -> Resolution:
        if backend is not None:
            steps = (*steps, Step("backend", backend.name, backend.place))
        if not model.asked_only:
            layers = (*layers, ("deck default", self.deck.defaults, {}))
        options, overridden = _merge(layers)
        return Resolution(self.asked, steps, model, backend, options=options, overridden=overridden)


def _merge(layers: tuple[Layer, ...]) -> tuple[dict[str, Setting], dict[str, Setting]]:
    """The options in force, nearest layer first, and those of a farther layer (the deck's aside) that lost."""
    options: dict[str, Setting] = {}
    overridden: dict[str, Setting] = {}
    for origin, values, places in layers:
        for name in OPTIONS:
            asked = values.get(name)
            if asked is None:
                continue
            setting = Setting(canonical(name, asked), asked, origin, places.get(name, EMBEDDED))
            if name not in options:
                options[name] = setting
            elif origin != "deck default":
                overridden.setdefault(name, setting)
    return options, overridden


def _by_provider_id(deck: Deck, name: str) -> Model | None:
    for entries in deck.models.values():
        for model in entries:
            if model.provider_id == name:
                return model
    return None


def _seen(kind: StepKind, name: str, steps: tuple[Step, ...]) -> bool:
    return any(step.kind == kind and step.name == name for step in steps)


def _cycle(name: str, steps: tuple[Step, ...]) -> Failure:
    names = [step.name for step in steps if step.kind not in ("default", "setting")]
    chain = " -> ".join((*names[:8], name))
    return Failure("cycle", name, f"`{name}` leads back to itself: {chain}", steps)


def _unknown(deck: Deck, name: str, steps: tuple[Step, ...], *, presets: bool) -> Failure:
    kind, bare = split_name(name)
    same = _other_sigil(deck, kind, bare) or twin(deck, name)
    near = () if same else near_names(deck, name)
    return Failure("unknown", name, _say_unknown(deck, kind, bare, presets=presets), steps, near=near, twin=same)


def _say_unknown(deck: Deck, kind: str, bare: str, *, presets: bool) -> str:
    for section, others in deck.other_presets.items():
        if bare in others:
            return f"`{bare}` is a preset of the deck's [{section}] section, not of an image model"
    if not presets and not kind and bare in deck.presets:
        return f"`{bare}` is a preset; a setting or a preset names a handle or an alias"
    other = kind_of(deck, bare)
    if kind and other:
        return f"there is no {kind} `{bare}`; `{bare}` is {_WITH_ARTICLE[other]}"
    return f"there is no {kind} `{bare}`" if kind else f"`{bare}` is no preset, handle, alias or waterfall of the deck"


def _other_sigil(deck: Deck, kind: str, bare: str) -> str | None:
    """The same name with the sigil that it should have had."""
    other = kind_of(deck, bare) if kind else ""
    return SIGIL_OF.get(other, "") + bare if other else None


_WITH_ARTICLE = {"preset": "a preset", "handle": "a handle", "alias": "an alias", "waterfall": "a waterfall"}
