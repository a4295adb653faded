-- The server as vim.lsp.config knows it (Neovim 0.11 and newer). Change any of it with vim.lsp.config('plx', { … }).

return require('plx.client').config()
