--- The plugin's face for init.lua and key mappings; everything it does, the `:Plx…` commands do, too.
---
---     require('plx').setup({ cmd = { '/opt/plx/bin/plx', 'lsp' } })   -- optional
---     vim.keymap.set('n', '<leader>p', require('plx').preview)

local M = {}

--- Set options; the same as `vim.g.plx = { … }`. Needs to come before the first PLX file is opened.
---@param options plx.Options?
function M.setup(options)
  vim.g.plx = vim.tbl_extend('force', vim.g.plx or {}, options or {})
end

--- Run the pipe at the cursor, or the one named.
---@param pipe string?
function M.run(pipe)
  require('plx.runner').start('run', { pipe = pipe })
end

--- Preview the pipe at the cursor, or the one named.
---@param pipe string?
function M.preview(pipe)
  require('plx.runner').start('preview', { pipe = pipe })
end

return M
