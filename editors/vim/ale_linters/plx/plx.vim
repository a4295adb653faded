" plx-lsp for ALE: diagnostics, completion, hover, rename, code actions. ALE finds this file on the runtime path.

call ale#Set('plx_executable', 'plx')

function! ale_linters#plx#plx#ProjectRoot(buffer) abort
  for marker in ['plx.toml', 'pyproject.toml']
    let found = ale#path#FindNearestFile(a:buffer, marker)
    if !empty(found)
      return fnamemodify(found, ':h')
    endif
  endfor
  let found = ale#path#FindNearestDirectory(a:buffer, '.git')
  return empty(found) ? expand('#' . a:buffer . ':p:h') : fnamemodify(found, ':h:h')
endfunction

call ale#linter#Define('plx', {
\   'name': 'plx',
\   'lsp': 'stdio',
\   'language': 'plx',
\   'executable': {buffer -> ale#Var(buffer, 'plx_executable')},
\   'command': '%e lsp',
\   'project_root': function('ale_linters#plx#plx#ProjectRoot'),
\})
