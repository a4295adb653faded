-- What a person would have in init.lua, and no more. PLX_TEST_OPTIONS (JSON) stands for `vim.g.plx = { … }`.

local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
local root = vim.fs.dirname(vim.fs.dirname(vim.fs.dirname(here)))

vim.opt.runtimepath:prepend({ root .. '/editors/neovim', here })
vim.g.plx = vim.env.PLX_TEST_OPTIONS and vim.json.decode(vim.env.PLX_TEST_OPTIONS) or nil
if vim.env.PLX_TEST_UNTRUSTED == nil then
  vim.g.plx_trusted = true
end

vim.o.termguicolors = vim.env.COLORTERM == 'truecolor'
vim.o.completeopt = 'menuone,noinsert,popup'
vim.diagnostic.config({ virtual_text = true })
