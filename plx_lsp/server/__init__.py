"""The language server: pygls, and nothing but. Protocol in and out, scheduling, cancellation, running pipes.

The top floor. `cli` starts it; nobody else imports it. It translates and schedules; what PLX means is decided below
(`features`, `lint`, `project`), and pipes run in a process of their own (`runs`). It never imports `plx_runtime`.

    wire         bytes to messages and back, over two file descriptors
    protocol     JSON-RPC: every request gets an answer, whatever it holds
    app          the server: what it announces, who answers what
    workspace    the projects and the open documents: the one copy of every text
    sync         what the client says of documents, files, folders and settings
    convert      offsets to positions, plain values to protocol types: the one place
    publishing   diagnostics, pushed and pulled
    answers      one module for each group of requests, over `plx_lsp.features`
    commands     what lenses and code actions call
    runs         the runtime's process, its events, its progress
    inputs       `<file>.inputs.toml`
    serve        start, log file, the end
"""
