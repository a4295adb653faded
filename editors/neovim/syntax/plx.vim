" Colours for PLX without tree-sitter: TOML, and on it what PLX adds. The server's semantic tokens lie above these.
" Held by tests/editors/neovim. Names are listed here for colour only; what is valid is the server's to say.

if exists('b:current_syntax')
  finish
endif

runtime! syntax/toml.vim
unlet! b:current_syntax

" -- Comments that speak to the checker: # plx: ignore[rule]
syntax match plxIgnore /\<plx:\s*ignore\>\(\[[^]]*\]\)\?/ contained containedin=tomlComment contains=plxRule
syntax match plxRule /\[\zs[^]]*\ze\]/ contained

" What a name means is said by what stands before it. Looked at with \@<=, since the key itself has been taken by then.
let s:name = '\%("[^"]*"\|''[^'']*''\|[A-Za-z0-9_-]\+\)'
let s:text = '\%("[^"]*"\|''[^'']*''\)'

function! s:Value(group, keys) abort
  execute 'syntax match' a:group '/\%(\<\%(' . join(a:keys, '\|') . '\)\s*=\s*\)\@60<=' . s:text . '/'
endfunction

" -- Headers: [pipe.name], [pipe.name.inputs], [concept.Name], [concept]
syntax match plxHeader /^\s*\[\s*\%(pipe\|concept\)\>[^]]*\]/ contains=plxHeaderKind,plxPipeName,plxConceptName
syntax match plxHeaderKind /\%(\[\s*\)\@20<=\%(pipe\|concept\)\>/ contained
execute 'syntax match plxPipeName /\%(\[\s*pipe\s*\.\s*\)\@40<=' . s:name . '/ contained'
execute 'syntax match plxConceptName /\%(\[\s*concept\s*\.\s*\)\@40<=' . s:name . '/ contained'

" -- Declarations below [concept]: Name = "…"
syntax match plxConceptName /^\s*\zs\u\w*\ze\s*=/

" -- Values that name something
syntax match plxPipeType /\%(\<type\s*=\s*\)\@60<=["']Pipe\w*["']/
call s:Value('plxConcept', ['output', 'refines', 'concept', 'concept_ref', 'item_concept_ref', 'combined_output'])
call s:Value('plxModel', ['img_gen', 'imgg_handle', 'img_gen_handle', 'model', 'model_to_structure', 'llm',
      \ 'llm_to_structure', 'llm_handle', 'ocr', 'ocr_model'])
call s:Value('plxPipe', ['pipe', 'main_pipe', 'branch_pipe_code', 'default_outcome', 'default_pipe_code'])
syntax region plxInputs matchgroup=tomlKey start=/\<inputs\ze\s*=\s*{/ matchgroup=NONE end=/}/
      \ contains=plxInput,plxInputConcept,tomlComment
syntax match plxInput /[A-Za-z0-9_-]\+\ze\s*=\s*["']/ contained
execute 'syntax match plxInputConcept /\%(=\s*\)\@20<=' . s:text . '/ contained'

" -- Templates: $name, @name, @?name, {{ name }}, {% … %} in prompts
syntax match plxVariable /\%(@?\|@\|\$\)\h\w*\%(\.\w\+\)*/ contained
syntax region plxTag start=/{%/ end=/%}/ contained oneline
syntax region plxExpression start=/{{/ end=/}}/ contained oneline
syntax region plxTemplateComment start=/{#/ end=/#}/ contained
syntax cluster plxTemplate
      \ contains=plxVariable,plxTag,plxExpression,plxTemplateComment,tomlEscape,tomlLineEscape

function! s:Template(quotes, options) abort
  let keys = ['prompt', 'system_prompt', 'prompt_template', 'system_prompt_template', 'prompt_template_to_structure',
        \ 'system_prompt_to_structure', 'user_text', 'template', 'jinja2', 'expression_template', 'expression']
  execute 'syntax region plxPrompt start=/\%(\<\%(' . join(keys, '\|') . '\)\s*=\s*\)\@60<=' . a:quotes . '/'
        \ a:options 'end=/' . a:quotes . '/ contains=@plxTemplate'
endfunction

call s:Template('"', 'skip=/\\\\\|\\"/ oneline')
call s:Template("'", 'oneline')
call s:Template('"""', '')
call s:Template("'''", '')

delfunction s:Value
delfunction s:Template
unlet s:name s:text

highlight default link plxIgnore SpecialComment
highlight default link plxRule Identifier
highlight default link plxHeader Delimiter
highlight default link plxHeaderKind Keyword
highlight default link plxPipeName Function
highlight default link plxPipe Function
highlight default link plxConceptName Type
highlight default link plxConcept Type
highlight default link plxInputConcept Type
highlight default link plxInput Identifier
highlight default link plxPipeType Structure
highlight default link plxModel Special
highlight default link plxPrompt String
highlight default link plxVariable Special
highlight default link plxTag Special
highlight default link plxExpression Special
highlight default link plxTemplateComment Comment

syntax sync minlines=500
let b:current_syntax = 'plx'
