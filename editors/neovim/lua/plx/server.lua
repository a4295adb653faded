--- Which program is the server. Looks at files and options, starts nothing.

local options = require('plx.options')
local trust = require('plx.trust')

local M = {}

local BIN = vim.fn.has('win32') == 1 and { 'Scripts', 'plx.exe' } or { 'bin', 'plx' }

--- The project's own environment. Only of a trusted project: to start a program is to trust it.
---@param root string?
---@return string?
local function in_project(root)
  if not root or not trust.is_trusted(root) then
    return nil
  end
  local path = vim.fs.joinpath(root, '.venv', unpack(BIN))
  return vim.fn.executable(path) == 1 and path or nil
end

--- The command that starts the server and where it was found; nil where there is none.
---@param root string?
---@return string[]?, string?
function M.command(root)
  local set = options.get().cmd
  if set then
    return set, 'vim.g.plx.cmd'
  end
  local own = in_project(root)
  if own then
    return { own, 'lsp' }, "the project's .venv"
  end
  local found = vim.fn.exepath('plx')
  if found ~= '' then
    return { found, 'lsp' }, '$PATH'
  end
  return nil, nil
end

M.MISSING = 'The PLX server is not installed. `pip install plx-lsp` gives it; vim.g.plx = { cmd = { … } } names '
  .. 'another place. :checkhealth plx says where it was looked for.'

return M
