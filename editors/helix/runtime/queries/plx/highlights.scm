; inherits: toml

; PLX in Helix: the colours of TOML, and over them what PLX adds. Of two patterns that fit, the later one counts.

(table (dotted_key (bare_key) @keyword (bare_key) @function)
  (#eq? @keyword "pipe"))

(table (dotted_key (bare_key) @keyword (bare_key) @type)
  (#eq? @keyword "concept"))

(table (bare_key) @keyword
  (#any-of? @keyword "pipe" "concept"))

((pair (bare_key) @variable.other.member (string) @type.builtin)
  (#eq? @variable.other.member "type"))

((pair (bare_key) @variable.other.member (string) @type)
  (#any-of? @variable.other.member "output" "refines" "concept_ref" "item_concept_ref" "combined_output"))

((pair (bare_key) @variable.other.member (string) @constant)
  (#any-of? @variable.other.member "img_gen" "imgg_handle" "img_gen_handle" "model" "llm" "llm_handle"))

((pair (bare_key) @variable.other.member (string) @function)
  (#any-of? @variable.other.member "pipe" "main_pipe" "branch_pipe_code" "default_outcome" "default_pipe_code"))

((pair (bare_key) @variable.other.member (inline_table (pair (bare_key) @variable.parameter (string) @type)))
  (#eq? @variable.other.member "inputs"))
