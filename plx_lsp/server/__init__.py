"""The language server: pygls, and nothing but. Protocol in and out, scheduling, cancellation, running pipes.

Floor 4: `cli` starts it; nobody else imports it. It translates and schedules; what PLX means is decided below
(`features`, `lint`, `project`), and pipes run in a process of their own (`runs`). It never imports `plx_runtime`.

    wire         bytes to messages and back, over two file descriptors
    protocol     JSON-RPC: every request gets an answer, whatever it holds
    app          the server: what it announces, who answers what
    session      the projects and the open documents: the one copy of every text
    sync         what the client says of documents, files, folders and settings
    disk         in what state files were when they were read
    watching     what changes on disk, for clients that do not watch it
    uris         paths to URIs and back
    convert      offsets to positions, plain values to protocol types: the one place
    publishing   diagnostics, pushed and pulled
    answers      one module for each group of requests, over `plx_lsp.features`
    running      commands: what has to be asked before a run
    runs         the runtime's process and its events
    showing      a run as the client sees it: progress, results
    inputs       `<file>.inputs.toml`
    serve        start, log file, the end
"""
