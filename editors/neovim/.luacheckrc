-- What luacheck takes for granted here; tests/editors/neovim/test_plugin.py runs it.

std = 'luajit'
globals = { 'vim' }
max_line_length = 120
