--- The plugin's options: `vim.g.plx` over the defaults below. Read at every use, so a change counts at once.

local M = {}

---@class plx.Options
---@field cmd? string[] How to start the server; without it, `plx lsp` is looked for (see plx.server).
---@field lenses? boolean Show "Run" and "Preview" at each pipe.
---@field save? boolean Write the buffer before a run: the runtime reads the file.
---@field images? 'auto'|'inline'|'open'|'none' What to do with finished images (see plx.images).

local DEFAULTS = {
  lenses = true,
  save = true,
  images = 'auto',
}

--- The options in force.
---@return plx.Options
function M.get()
  return vim.tbl_extend('force', DEFAULTS, vim.g.plx or {})
end

--- Names in `vim.g.plx` that mean nothing, for `:checkhealth`.
---@return string[]
function M.unknown()
  return vim
    .iter(vim.tbl_keys(vim.g.plx or {}))
    :filter(function(name)
      return name ~= 'cmd' and DEFAULTS[name] == nil
    end)
    :totable()
end

return M
