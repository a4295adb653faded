"""What PLX is: the language's vocabulary and models, and the model deck with its embedded data.

Ground floor: it imports nothing of this project but itself, and never reads a user's text.

    vocabulary     closed vocabularies, as plain data
    language       pydantic models of every table, with one line of documentation for every key
    export         the models as JSON Schema
    files          where the schema files lie
    lookup         what the schema says about a key, for completion and hover
    deck           the models that a pipe may name, with their parameters and prices

Importing this package loads none of them.
"""
