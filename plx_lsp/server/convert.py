"""Offsets to positions, plain values to protocol types, and back: the one place where the two meet.

Everything below this room counts code points from the start of a text; everything the client sees is a line and a
column in the encoding that was negotiated.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from plx_lsp.features.values import Span
from plx_lsp.lint.pages import page_url
from plx_lsp.syntax import LineTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plx_lsp.features.actions import Action
    from plx_lsp.features.completion import Completion, Completions
    from plx_lsp.features.definition import Target
    from plx_lsp.features.hierarchy import Node
    from plx_lsp.features.symbols import Symbol
    from plx_lsp.features.values import Command
    from plx_lsp.lint import Diagnostic, TextEdit
    from plx_lsp.project.source import Source
    from plx_lsp.server.client import Client
    from plx_lsp.server.session import Session

SOURCE = "plx"
"""What diagnostics say they come from."""

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
}
_TAGS = {"unnecessary": types.DiagnosticTag.Unnecessary, "deprecated": types.DiagnosticTag.Deprecated}


_COMPLETION_KINDS = {
    "key": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.EnumMember,
    "type": types.CompletionItemKind.Class,
    "concept": types.CompletionItemKind.Interface,
    "pipe": types.CompletionItemKind.Function,
    "model": types.CompletionItemKind.Constant,
    "variable": types.CompletionItemKind.Variable,
    "rule": types.CompletionItemKind.Keyword,
    "snippet": types.CompletionItemKind.Snippet,
    "table": types.CompletionItemKind.Struct,
}
_SYMBOL_KINDS = {
    "concept": types.SymbolKind.Class,
    "pipe": types.SymbolKind.Function,
    "field": types.SymbolKind.Field,
    "input": types.SymbolKind.Variable,
    "step": types.SymbolKind.Event,
}
_CHOOSE_AGAIN = types.Command("Suggest", "editor.action.triggerSuggest")
"""VS Code's own command, which clients that do not know it pass over."""


class Converter:
    """Conversions for one session: its position encoding, its documents, what its client can show."""

    def __init__(self, session: Session, client: Client) -> None:
        self._session = session
        self._client = client

    # -- places -------------------------------------------------------------------------------------------------------

    def offset(self, source: Source, position: types.Position) -> int:
        """The offset of a position; one outside the text counts as its nearest end."""
        return source.document.lines.offset(position.line, position.character, self._session.encoding)

    def offsets(self, lines: LineTable, place: types.Range) -> tuple[int, int]:
        """Start and end of a range, in this order."""
        encoding = self._session.encoding
        start = lines.offset(place.start.line, place.start.character, encoding)
        return start, max(start, lines.offset(place.end.line, place.end.character, encoding))

    def position(self, lines: LineTable, offset: int) -> types.Position:
        """The position of an offset."""
        return types.Position(*lines.position(offset, self._session.encoding))

    def range(self, source: Source, start: int, end: int) -> types.Range:
        """The range `start:end` of a source."""
        lines = source.document.lines
        return types.Range(self.position(lines, start), self.position(lines, end))

    def location(self, span: Span) -> types.Location | None:
        """The place that a span names; None where its file is not to be read."""
        lines = self._session.lines(span.path)
        return types.Location(self._session.uri(span.path), self._range(lines, span)) if lines is not None else None

    def link(self, target: Target) -> types.LocationLink | None:
        """A definition, with what was asked about and how far it reaches."""
        origin, lines = self._session.lines(target.origin.path), self._session.lines(target.name.path)
        if origin is None or lines is None:
            return None
        return types.LocationLink(
            self._session.uri(target.name.path),
            self._range(lines, target.whole),
            self._range(lines, target.name),
            self._range(origin, target.origin),
        )

    def _range(self, lines: LineTable, span: Span) -> types.Range:
        return types.Range(self.position(lines, span.start), self.position(lines, span.end))

    # -- edits --------------------------------------------------------------------------------------------------------

    def edit(self, edits: Iterable[TextEdit], creates: str = "") -> types.WorkspaceEdit | None:
        """Edits of several files, each held to the version that the client has; None where one can't be made."""
        if creates and not self._client.creates_files:
            return None
        by_path: dict[str, list[types.TextEdit]] = {}
        for each in edits:
            lines = LineTable("") if each.path == creates else self._session.lines(each.path)
            if lines is None:
                return None
            place = self._range(lines, Span(each.path, each.start, each.end))
            by_path.setdefault(each.path, []).append(types.TextEdit(place, each.text))
        if not self._client.can("workspace.workspace_edit.document_changes"):
            return types.WorkspaceEdit({self._session.uri(path): done for path, done in by_path.items()})
        changes: list[Any] = [types.CreateFile(self._session.uri(creates))] if creates else []
        for path, done in by_path.items():
            buffer = self._session.buffers.get(path)
            version = buffer.version if buffer is not None else None
            document = types.OptionalVersionedTextDocumentIdentifier(self._session.uri(path), version)
            changes.append(types.TextDocumentEdit(document, done))
        return types.WorkspaceEdit(document_changes=changes)

    def action(self, source: Source, action: Action) -> types.CodeAction | None:
        """Something that could be done; None where the client could not do it."""
        edit = self.edit(action.edits, action.creates) if action.edits else None
        if edit is None and action.command is None:
            return None
        return types.CodeAction(
            action.title,
            kind=action.kind,
            diagnostics=[self.diagnostic(source.document.lines, each) for each in action.mends] or None,
            is_preferred=action.is_preferred or None,
            edit=edit,
            command=self.command(action.command) if action.command is not None else None,
        )

    # -- symbols ------------------------------------------------------------------------------------------------------

    def symbol(self, source: Source, symbol: Symbol) -> types.DocumentSymbol:
        """An entry of an outline, with all below it."""
        lines = source.document.lines
        return types.DocumentSymbol(
            symbol.title or "?",
            _SYMBOL_KINDS[symbol.kind],
            self._range(lines, symbol.whole),
            self._range(lines, symbol.name),
            detail=symbol.detail or None,
            children=[self.symbol(source, child) for child in symbol.children],
        )

    def workspace_symbol(self, symbol: Symbol) -> types.WorkspaceSymbol | None:
        """A name of the workspace."""
        location = self.location(symbol.name)
        if location is None:
            return None
        return types.WorkspaceSymbol(
            location, symbol.title, _SYMBOL_KINDS[symbol.kind], container_name=symbol.container
        )

    def node(self, node: Node) -> types.CallHierarchyItem | None:
        """A pipe of a call hierarchy."""
        whole, name = self.location(node.whole), self.location(node.name)
        if whole is None or name is None:
            return None
        kind, data = types.SymbolKind.Function, {"pipe": node.code}
        return types.CallHierarchyItem(
            node.code, kind, whole.uri, whole.range, name.range, detail=node.detail, data=data
        )

    # -- words --------------------------------------------------------------------------------------------------------

    def markup(self, text: str) -> types.MarkupContent:
        """Markdown."""
        return types.MarkupContent(types.MarkupKind.Markdown, text)

    def command(self, command: Command) -> types.Command:
        """A command of ours; places in its argument become URIs."""
        argument: dict[str, str] = dict(command.argument)
        if "path" in argument:
            argument = {"uri": self._session.uri(argument.pop("path")), **argument}
        return types.Command(command.title, command.name, arguments=[argument] if command.name else None)

    # -- completion ---------------------------------------------------------------------------------------------------

    def completions(self, source: Source, found: Completions) -> types.CompletionList:
        """What is offered, in its order."""
        ranges: dict[tuple[int, int], types.Range] = {}
        items: list[types.CompletionItem] = []
        uri = self._session.uri(source.path)
        for position, each in enumerate(found.items):
            place = (each.start, each.end)
            if place not in ranges:
                ranges[place] = self.range(source, *place)
            items.append(self._completion(each, ranges[place], f"{position:05}", uri))
        return types.CompletionList(is_incomplete=not found.is_complete, items=items)

    def _completion(self, each: Completion, place: types.Range, order: str, uri: str) -> types.CompletionItem:
        client = self._client
        is_snippet = bool(each.snippet) and client.takes_snippets
        text = each.snippet if is_snippet else each.text
        return types.CompletionItem(
            label=each.label,
            kind=_COMPLETION_KINDS[each.kind],
            detail=each.detail or None,
            label_details=types.CompletionItemLabelDetails(description=each.note) if each.note else None,
            sort_text=order,
            filter_text=each.filter or None,
            insert_text_format=types.InsertTextFormat.Snippet if is_snippet else None,
            text_edit=types.TextEdit(place, text),
            tags=[types.CompletionItemTag.Deprecated] if each.deprecated else None,
            data={"about": list(each.about), "uri": uri} if each.about else None,
            command=_CHOOSE_AGAIN if each.again and client.is_vscode else None,
        )

    # -- diagnostics --------------------------------------------------------------------------------------------------

    def diagnostic(self, lines: LineTable, each: Diagnostic) -> types.Diagnostic:
        """A diagnostic of the file that has these lines, with the place of its rule's page."""
        return types.Diagnostic(
            range=types.Range(self.position(lines, each.start), self.position(lines, each.end)),
            message=each.message,
            severity=_SEVERITIES[each.severity],
            code=each.rule,
            code_description=_page(each.rule),
            source=SOURCE,
            tags=[_TAGS[tag] for tag in each.tags] or None,
            related_information=list(self._related(each)) or None,
        )

    def _related(self, each: Diagnostic) -> Iterator[types.DiagnosticRelatedInformation]:
        for place in each.related:
            location = self.location(Span(place.path, place.start, place.end))
            if location is not None:
                yield types.DiagnosticRelatedInformation(location, place.message)


@lru_cache(maxsize=256)
def _page(rule: str) -> types.CodeDescription:
    return types.CodeDescription(page_url(rule))
