" .plx is PLX, unless its text is Perl: Vim takes all of it for Perl.

autocmd BufRead,BufNewFile *.plx call s:Detect()

let s:perl = '^#!.*perl\|^\s*use\s\+[A-Za-z0-9_:.]\+.*;\|^\s*package\s\+[A-Za-z0-9_:]\+\s*[;{]\|^\s*\%(my\|our\)\s*[$@%(]'
let s:plx = '^\s*\[\|^\s*[A-Za-z0-9_"''.-]\+\s*='

function! s:Detect() abort
  for line in getline(1, 60)
    if line =~# s:perl
      return
    elseif line =~# s:plx
      break
    endif
  endfor
  setlocal filetype=plx
endfunction
