"""What a model does with each option: the one answer behind lint, hover, dry run and request building.

`option_effects` judges; `parameters` turns its verdicts into the provider's own parameters. Both are pure and go by the
deck's data alone: no model is named here.
"""

from __future__ import annotations

from plx_schema.deck.options import NEUTRAL, NOUNS, OPTIONS, is_plx, word
from plx_schema.deck.resolution import Setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from plx_schema.deck.resolution import Resolution
    from plx_schema.deck.types import Model, Option

    Outcome = Literal["sent", "adapted", "dropped", "refused"]
    Reason = Literal["", "no-parameter", "value", "redundant", "needs", "calls"]

_RANK = {"pipe": 3, "deck default": 0, "model default": 0}


class Effect:
    """What becomes of one option.

    `outcome` is "sent" (as asked, maybe in the provider's words), "adapted" (another value goes in its place),
    "dropped" (nothing goes) or "refused" (the call would fail). `reason` says why it is not simply sent:
    "no-parameter" (the model has none), "value", "redundant" (another option decides), "needs" (it conflicts with
    another option) or "calls" (more images than one call gives). `param` and `sent` are what goes to the provider, at
    `place` of the call. `allowed` lists what would work, in PLX's words. `origin` is who asked.
    """

    __slots__ = ("allowed", "asked", "message", "option", "origin", "outcome", "param", "place", "reason", "sent")

    def __init__(
        self,
        option: str,
        outcome: Outcome,
        setting: Setting,
        *,
        param: str = "",
        sent: Any = None,
        place: str = "",
        reason: Reason = "",
        message: str = "",
        allowed: tuple[str, ...] = (),
    ) -> None:
        self.option = option
        self.outcome: Outcome = outcome
        self.asked = setting.asked
        self.origin = setting.origin
        self.param = param
        self.sent = sent
        self.place = place
        self.reason: Reason = reason
        self.message = message
        self.allowed = allowed


def option_effects(resolution: Resolution) -> list[Effect]:
    """The effect of every option that asks for something, in the order of `options.OPTIONS`.

    An option that PLX itself refuses has none (the schema reports it), nor has one that asks for nothing, nor any
    option of a model whose abilities nobody recorded and this runtime can't call.
    """
    model = resolution.model
    if not model.options and model.generic:
        return []
    settings = _with_unset(resolution)
    _mend_needs(settings, model)
    effects = [_judge(resolution, settings, name) for name in OPTIONS if name in settings]
    return [effect for effect in effects if effect is not None]


def parameters(resolution: Resolution, images: int = 1) -> dict[str, Any]:
    """What one call of `images` images sends besides model and prompt: `{provider's parameter: value}`.

    Constants come first, so an option may override one. Refused options are left out; whoever calls looks at the
    effects first. Parameters with a `place` of their own are nested under it (`{"extra_body": {...}}`).
    """
    model = resolution.model
    sent: dict[str, Any] = dict(model.constants)
    for effect in option_effects(resolution):
        if effect.outcome in ("sent", "adapted") and effect.option != "nb_output" and effect.param:
            target = sent.setdefault(effect.place, {}) if effect.place else sent
            target[effect.param] = effect.sent
    count = model.options.get("nb_output")
    if count is not None and images > 1:
        sent[count.param] = images
    return sent


def images_per_call(model: Model) -> int:
    """The most images one call gives; 1 where the model takes no count or nobody says how many."""
    count = model.options.get("nb_output")
    return int(count.maximum) if count is not None and count.maximum else 1


def calls(model: Model, images: int) -> tuple[int, ...]:
    """How many images each call asks for: as few calls as the model allows."""
    most = images_per_call(model)
    full, rest = divmod(images, most)
    return (most,) * full + ((rest,) if rest else ())


def _with_unset(resolution: Resolution) -> dict[str, Setting]:
    """The options in force, with what the model is sent for those that nobody sets."""
    settings = dict(resolution.options)
    for name, option in resolution.model.options.items():
        if name not in settings and option.unset is not None:
            settings[name] = Setting(option.unset, option.unset, "model default")
    return settings


def _mend_needs(settings: dict[str, Setting], model: Model) -> None:
    """Where a value needs another option that only the deck set, that one gives way."""
    for name, option in model.options.items():
        if name not in settings:
            continue
        for other, allowed in option.needs.get(word(settings[name].value), {}).items():
            current = settings.get(other)
            if other in model.options and (current is None or _rank(current) == 0) and _lacks(current, allowed):
                settings[other] = Setting(allowed[0], allowed[0], "deck default")


def _lacks(setting: Setting | None, allowed: list[str]) -> bool:
    return setting is None or word(setting.value) not in allowed


def _rank(setting: Setting) -> int:
    """How near to the author: the pipe, then its setting or preset, then defaults."""
    return _RANK.get(setting.origin, 2)


def _judge(resolution: Resolution, settings: dict[str, Setting], name: str) -> Effect | None:
    setting = settings[name]
    option = resolution.model.options.get(name)
    if not is_plx(name, setting.value):
        return None
    if name == "nb_output":
        return _count(resolution, setting)
    if NEUTRAL.get(name) == setting.value:
        return None
    if option is None:
        return _dropped(resolution, name, setting)
    if _loses(resolution.model, settings, name):
        return _redundant(resolution, settings, name)
    conflict = _conflict(resolution, settings, name, option)
    if conflict is not None:
        return conflict
    return _driven(resolution, setting, option) if option.drives else _sent(resolution, setting, option, option)


def _dropped(resolution: Resolution, name: str, setting: Setting) -> Effect:
    message = f"{_mention(name, setting)} has no effect: {who(resolution)} takes no {NOUNS[name]}"
    return Effect(name, "dropped", setting, reason="no-parameter", message=message)


def _loses(model: Model, settings: dict[str, Setting], name: str) -> bool:
    """Whether another option that sets the same parameter is nearer to the author (or as near, and more exact)."""
    for driver, option in model.options.items():
        driven = option.drives
        if driven and driver in settings and driven in settings and driven in model.options:
            driver_wins = _rank(settings[driver]) > _rank(settings[driven])
            if name == (driven if driver_wins else driver):
                return True
    return False


def _redundant(resolution: Resolution, settings: dict[str, Setting], name: str) -> Effect:
    option = resolution.model.options[name]
    other = option.drives or next(key for key, one in resolution.model.options.items() if one.drives == name)
    message = (
        f"{_mention(name, settings[name])} has no effect: `{other}` is set too, and {who(resolution)} "
        f"goes by one of the two"
    )
    return Effect(name, "dropped", settings[name], reason="redundant", message=message)


def _conflict(resolution: Resolution, settings: dict[str, Setting], name: str, option: Option) -> Effect | None:
    for other, allowed in option.needs.get(word(settings[name].value), {}).items():
        if other in resolution.model.options and _lacks(settings.get(other), allowed):
            message = (
                f"{_assignment(name, settings[name])} needs `{other}` {_listed(allowed)}, "
                f"and it is {word(settings[other].asked)}"
            )
            return Effect(name, "refused", settings[name], reason="needs", message=message, allowed=tuple(allowed))
    return None


def _driven(resolution: Resolution, setting: Setting, option: Option) -> Effect:
    """An option that only decides another's value: its value is looked up, then sent as the other's."""
    target = resolution.model.options[option.drives]
    value = (option.values or {}).get(word(setting.value))
    if value is None:
        return _refused(resolution, setting, option)
    effect = _sent(resolution, Setting(value, setting.asked, setting.origin), target, option)
    effect.option = option.name
    return effect


def _sent(resolution: Resolution, setting: Setting, option: Option, named: Option) -> Effect:
    """The value in the provider's words; else the nearest that works, or a refusal, as the entry says."""
    if option.values is not None:
        sent = option.values.get(word(setting.value))
        if sent is not None:
            return _goes(setting, option, sent)
        near = _nearest(option, setting.value)
        if near is None:
            return _refused(resolution, setting, option)
        return _adapted(resolution, setting, option, option.values[near], near)
    near_number = _clamped(option, setting.value)
    if near_number == setting.value:
        return _goes(setting, option, setting.value)
    if option.otherwise == "nearest":
        return _adapted(resolution, setting, option, near_number, word(near_number))
    return _refused(resolution, setting, named)


def _goes(setting: Setting, option: Option, sent: Any) -> Effect:
    return Effect(option.name, "sent", setting, param=option.param, sent=sent, place=option.place)


def _adapted(resolution: Resolution, setting: Setting, option: Option, sent: Any, shown: str) -> Effect:
    message = f"{_assignment(option.name, setting)} becomes {shown}: {who(resolution)} takes {_range(option)}"
    return Effect(
        option.name,
        "adapted",
        setting,
        param=option.param,
        sent=sent,
        place=option.place,
        reason="value",
        message=message,
        allowed=(shown,),
    )


def _refused(resolution: Resolution, setting: Setting, option: Option) -> Effect:
    verb = "makes" if option.name == "aspect_ratio" else "takes"
    message = f"{_assignment(option.name, setting)} is refused: {who(resolution)} {verb} only {_range(option)}"
    return Effect(option.name, "refused", setting, reason="value", message=message, allowed=served(option))


def _count(resolution: Resolution, setting: Setting) -> Effect | None:
    images = setting.value
    if not isinstance(images, int) or images == 1:
        return None
    option = resolution.model.options.get("nb_output")
    param = option.param if option is not None else ""
    most = images_per_call(resolution.model)
    if images <= most:
        return Effect("nb_output", "sent", setting, param=param, sent=images)
    each = f"{most} images" if most > 1 else "one image"
    message = (
        f"`nb_output = {images}` takes {-(-images // most)} calls: {who(resolution)} is asked for {each} at a time"
    )
    return Effect("nb_output", "adapted", setting, param=param, sent=most, reason="calls", message=message)


def served(option: Option) -> tuple[str, ...]:
    """The values that an option serves, in PLX's words; none where it goes by a range."""
    return tuple(value for value, sent in (option.values or {}).items() if sent is not None)


def _nearest(option: Option, value: object) -> str | None:
    """The served number nearest to `value` (of two as near, the larger); None where the entry allows none."""
    if option.otherwise != "nearest" or isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    numbers = [(abs(float(known) - value), -float(known), known) for known in served(option)]
    return min(numbers)[2] if numbers else None


def _clamped(option: Option, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    low = option.minimum if option.minimum is not None else value
    high = option.maximum if option.maximum is not None else value
    return min(max(value, low), high)


def _range(option: Option) -> str:
    if option.values is not None:
        return _listed(served(option))
    if option.maximum is None:
        return f"{word(option.minimum)} or more"
    low = f"{word(option.minimum)} to" if option.minimum is not None else "at most"
    return f"{low} {word(option.maximum)}"


def _listed(values: tuple[str, ...] | list[str]) -> str:
    return " or ".join(filter(None, (", ".join(values[:-1]), values[-1]))) if values else "none"


def who(resolution: Resolution) -> str:
    """The model behind the name, as a clause that a verb can follow: "base_img_gen is flux-pro/v1.1 (fal), which"."""
    model = resolution.model
    name = f"{model.handle} ({model.backend})"
    if resolution.name in (model.handle, model.provider_id):
        return name
    default = "the default " if resolution.steps and resolution.steps[0].kind == "default" else ""
    return f"{default}{resolution.name} is {name}, which"


def _mention(name: str, setting: Setting) -> str:
    return f"`{name}`" if setting.origin == "pipe" else f"`{name}` of the {setting.origin}"


def _assignment(name: str, setting: Setting) -> str:
    value = f'"{setting.asked}"' if isinstance(setting.asked, str) else word(setting.asked)
    of = "" if setting.origin == "pipe" else f" of the {setting.origin}"
    return f"`{name} = {value}`{of}"
