-- Start-up: commands, and the server for PLX buffers. Loads nothing of the plugin until a PLX file is opened.

if vim.g.loaded_plx then
  return
end
vim.g.loaded_plx = true

if vim.fn.has('nvim-0.10') == 0 then
  vim.notify('plx: this plugin needs Neovim 0.10 or newer', vim.log.levels.WARN)
  return
end

local group = vim.api.nvim_create_augroup('plx', {})

vim.api.nvim_create_autocmd('LspAttach', {
  group = group,
  desc = 'Show the lenses of PLX pipes',
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'plx' then
      require('plx.lenses').attach(event.buf)
    end
  end,
})

require('plx.commands').define()

if vim.fn.has('nvim-0.11') == 1 then
  vim.lsp.enable('plx')
end
