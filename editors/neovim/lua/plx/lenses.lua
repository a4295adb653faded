--- "Run" and "Preview" at each pipe: code lenses, shown and kept current on every Neovim version.

local options = require('plx.options')

local M = {}

local EVENTS = { 'BufEnter', 'InsertLeave', 'TextChanged', 'BufWritePost' }

--- Ask for the lenses of every attached buffer anew. Neovim 0.12 does this by itself.
---@param bufnr integer?
function M.refresh(bufnr)
  if not vim.lsp.codelens.enable and options.get().lenses then
    vim.lsp.codelens.refresh({ bufnr = bufnr })
  end
end

--- Show lenses in a buffer from now on.
---@param bufnr integer
function M.attach(bufnr)
  if not options.get().lenses then
    return
  end
  if vim.lsp.codelens.enable then
    vim.lsp.codelens.enable(true, { bufnr = bufnr })
    return
  end
  vim.api.nvim_create_autocmd(EVENTS, {
    group = vim.api.nvim_create_augroup('plx.lenses.' .. bufnr, {}),
    buffer = bufnr,
    desc = 'Keep the lenses of PLX pipes current',
    callback = function()
      M.refresh(bufnr)
    end,
  })
  M.refresh(bufnr)
end

return M
