--- "Run" and "Preview" at each pipe: code lenses, shown and kept current on every Neovim version.

local options = require('plx.options')

local M = {}

local EVENTS = { 'BufEnter', 'InsertLeave', 'TextChanged', 'BufWritePost' }

--- Ask for the lenses of a buffer anew. Neovim 0.12 does this by itself.
---@param bufnr integer
function M.refresh(bufnr)
  local client = require('plx.client')
  local from = client.of(bufnr)
  if vim.lsp.codelens.enable or not from then
    return
  end
  -- Not vim.lsp.codelens.refresh: while an answer is on its way it asks for nothing, though the buffer may have been
  -- read anew since.
  local params = { textDocument = { uri = vim.uri_from_bufnr(bufnr) } }
  client.call(from, 'request', 'textDocument/codeLens', params, vim.lsp.codelens.on_codelens, bufnr)
end

--- The same for every buffer, since the server says that their lenses may be others now.
function M.refresh_all()
  if options.get().lenses then
    for _, client in ipairs(vim.lsp.get_clients({ name = 'plx' })) do
      vim.iter(vim.tbl_keys(client.attached_buffers)):each(M.refresh)
    end
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
