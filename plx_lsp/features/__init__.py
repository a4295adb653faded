"""What an editor shows of PLX: one feature, one file, each a pure function from a place to plain values.

Third floor. A feature reads a library, a source and an offset (or a range) in code points; it gives plain values
(`values`), knows nothing of the protocol, does no I/O, and changes nothing. `server` shows them in editors, `plx hover
FILE:LINE:COLUMN` and the like on the command line.

    scope         where in PLX a cursor is: pipe, table, key
    subject       what is named at a cursor; occurrences gives every place that names it
    describe      Markdown about keys, values, models, concepts, pipes, variables, rules
    completion    what could be written here
    actions       what could be done about it
"""
