"""Everything before money: from what was asked for to a plan that only has to be carried out, or a refusal.

Reads files and the environment; calls nobody, writes nothing.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from plx_lsp.project.project import Project
from plx_lsp.project.roots import find_root
from plx_runtime import access, inputs, prompt, request, resume
from plx_runtime.checked import CheckedPipe, load
from plx_runtime.keys import Key, read_env_file
from plx_runtime.refusal import Refusal
from plx_schema.deck import Failure, Resolution, resolve, status_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plx_runtime.access import Route
    from plx_runtime.job import Job
    from plx_runtime.options import Options
    from plx_runtime.resume import RunMemory

_SDKS = ("openai", "fal")


@dataclass(frozen=True, slots=True)
class Plan:
    """A run that can begin. `route` and `key` are None for a preview; `key` is None for a dry run, too.

    `memory` is what an earlier process left behind; `backend` the backend's name in the deck, to find it again.
    """

    run: str
    created: str
    job: Job
    out: str
    route: Route | None
    key: Key | None
    memory: RunMemory | None
    backend: str
    keep_prompt: bool
    confirm_above: float
    warnings: tuple[tuple[str, str], ...] = ()

    @property
    def settings(self) -> dict[str, Any]:
        """What the ledger remembers beside the job."""
        return {"backend": self.backend, "created": self.created, "keep_prompt": self.keep_prompt}


def prepare(options: Options, environment: Mapping[str, str], run: str) -> Plan | Refusal:
    """The plan for a new run of the id `run`, or for the rest of an earlier one."""
    if options.untrusted and not (options.preview or options.dry_run):
        hint = "Trust the workspace first, or use --preview."
        return Refusal("untrusted", "Nothing runs, and no key is read, in an untrusted workspace.", hint)
    if options.resume is not None:
        return _prepare_resume(options, environment)
    return _prepare_new(options, environment, run)


def _prepare_new(options: Options, environment: Mapping[str, str], run: str) -> Plan | Refusal:
    checked = load(options.file, options.pipe)
    if isinstance(checked, Refusal):
        return checked
    given = inputs.collect(checked.image, options.input_pairs, options.inputs_file, options.inputs)
    if isinstance(given, Refusal):
        return given
    text = prompt.compose(checked.image, given)
    if isinstance(text, Refusal):
        return text
    resolution = _resolve(checked, preview=options.preview)
    if isinstance(resolution, Refusal):
        return resolution
    job = request.build(
        checked,
        resolution,
        text,
        given,
        drawn=secrets.randbelow(request.SEEDS),
        preview=options.preview,
        partials=options.partials,
    )
    if isinstance(job, Refusal):
        return job
    return _plan(options, environment, checked, resolution, job, run)


def _plan(
    options: Options,
    environment: Mapping[str, str],
    checked: CheckedPipe,
    resolution: Resolution,
    job: Job,
    run: str,
) -> Plan | Refusal:
    out = output_folder(options.out, checked.project, checked.path)
    if isinstance(out, Refusal):
        return out
    way = None if options.preview else _route(resolution, environment, dry_run=options.dry_run)
    if isinstance(way, Refusal):
        return way
    key = None if options.dry_run else _unlock(way, environment, checked.project, checked.path)
    if isinstance(key, Refusal):
        return key
    return Plan(
        run=run,
        created=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        job=job,
        out=out,
        route=way,
        key=key,
        memory=None,
        backend=resolution.backend.name if resolution.backend else "",
        keep_prompt=options.keep_prompt,
        confirm_above=checked.project.settings.confirm_above,
        warnings=tuple(_warnings(resolution)),
    )


def _resolve(checked: CheckedPipe, *, preview: bool) -> Resolution | Refusal:
    """The pipe's model with its options. A preview also shows a model whose backend is switched off."""
    asked = {**checked.image.options, "nb_output": checked.image.count}
    found = resolve(checked.project.library.deck, checked.image.choice, asked)
    if isinstance(found, Resolution):
        return found
    if preview and found.resolution is not None:
        return found.resolution
    return _unresolved(found)


def _unresolved(failure: Failure) -> Refusal:
    near = (failure.twin, *failure.near) if failure.twin else failure.near
    hint = f"Did you mean {' or '.join(f'`{name}`' for name in near[:3])}?" if near else None
    return Refusal("no_model", f"{failure.message[:1].upper()}{failure.message[1:]}.", hint)


def _route(resolution: Resolution, environment: Mapping[str, str], *, dry_run: bool) -> Route | Refusal:
    model, backend = resolution.model, resolution.backend
    if backend is None or model.sdk not in _SDKS:
        label = backend.label if backend else model.backend
        message = f"{model.handle} runs on {label}, which this version cannot call (only OpenAI and fal)."
        return Refusal("no_backend", message, "Choose another model; `plx models` lists them.")
    way = access.route(backend, model.sdk, environment)
    if isinstance(way, Refusal):
        return way
    if model.status.state == "retired" and not way.own and not dry_run:
        when = f" on {model.status.date}" if model.status.date else ""
        successors = " or ".join(f"`{name}`" for name in model.status.successors)
        hint = f"Use {successors}." if successors else None
        return Refusal("retired_model", f"{model.handle} was retired{when}; nothing was sent.", hint)
    return way


def _warnings(resolution: Resolution) -> list[tuple[str, str]]:
    """What a run should say that its notes do not: `plx check` has said the rest."""
    model = resolution.model
    if model.status.state == "current":
        return []
    return [(f"{model.status.state}-model", f"{model.handle}: {status_text(model)}.")]


def _prepare_resume(options: Options, environment: Mapping[str, str]) -> Plan | Refusal:
    source = os.path.abspath(options.file)
    project = Project(find_root(source))
    out = output_folder(options.out, project, source)
    if isinstance(out, Refusal):
        return out
    if options.resume:
        memory = resume.recall(out, options.resume)
    else:
        memory = resume.latest(out, source, options.pipe, preview=options.preview)
    if memory is None:
        return _nothing_to_resume(options, out)
    if options.preview and memory.job.backend != "preview":
        message = f"{memory.run} is no preview: to resume it is to call its provider."
        return Refusal("not_a_preview", message, "Leave --preview out to resume it.")
    way = _route_again(memory, project, environment)
    if isinstance(way, Refusal):
        return way
    key = None if options.dry_run else _unlock(way, environment, project, source)
    if isinstance(key, Refusal):
        return key
    return Plan(
        run=memory.run,
        created=memory.settings["created"],
        job=memory.job,
        out=out,
        route=way,
        key=key,
        memory=memory,
        backend=memory.settings["backend"],
        keep_prompt=memory.settings["keep_prompt"] and options.keep_prompt,
        confirm_above=project.settings.confirm_above,
    )


def _route_again(memory: RunMemory, project: Project, environment: Mapping[str, str]) -> Route | Refusal | None:
    """The route of an earlier run, as the project and the environment give it today."""
    if memory.job.backend == "preview":
        return None
    name = memory.settings["backend"]
    backend = project.library.deck.backends.get(name)
    if backend is None:
        return Refusal("no_backend", f"The project no longer has the backend `{name}`.")
    return access.route(backend, memory.job.backend, environment)


def _unlock(way: Route | None, environment: Mapping[str, str], project: Project, source: str) -> Key | Refusal | None:
    return None if way is None else access.unlock(way, environment, read_env_file(_home(project, source)))


def _nothing_to_resume(options: Options, out: str) -> Refusal:
    if options.resume:
        return Refusal("no_such_run", f"There is no run {options.resume} in {out}.")
    return Refusal(
        "no_such_run", f"No run of `{options.pipe or os.path.basename(options.file)}` in {out} is unfinished."
    )


def output_folder(asked: str | None, project: Project, source: str) -> str | Refusal:
    """Where the files go: `--out`, or the project's own folder for them. A project cannot send them outside itself."""
    if asked is not None:
        return os.path.abspath(asked)
    home = os.path.realpath(_home(project, source))
    out = os.path.realpath(os.path.join(home, project.settings.out))
    if out != home and not out.startswith(os.path.join(home, "")):
        message = f"The project's settings put files into {out}, outside the project."
        return Refusal("foreign_folder", message, "Nothing was written. Use --out to choose a folder.")
    return out


def _home(project: Project, source: str) -> str:
    """The project's root, or the folder of a file that stands alone."""
    return project.root or os.path.dirname(source)
