-- Options for PLX buffers, and on Neovim 0.10 the start of the server (from 0.11 on, vim.lsp.enable does that).

vim.bo.commentstring = '# %s'
vim.bo.comments = ':#'
vim.opt_local.formatoptions:remove('t')
vim.opt_local.formatoptions:append('croql')
-- The shape of PLX in the documentation: inline tables and lists of steps are indented by four.
vim.bo.expandtab = true
vim.bo.shiftwidth = 4
vim.bo.softtabstop = -1

vim.b.undo_ftplugin = 'setlocal commentstring< comments< formatoptions< expandtab< shiftwidth< softtabstop<'

if vim.fn.has('nvim-0.11') == 0 then
  require('plx.client').start(vim.api.nvim_get_current_buf())
end
