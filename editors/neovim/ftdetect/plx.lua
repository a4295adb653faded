-- Which files are PLX. Neovim takes *.plx for Perl; so does this plugin where the text says that it is Perl.

vim.filetype.add({
  extension = {
    plx = function(path, bufnr)
      return require('plx.filetype').of(path, bufnr)
    end,
  },
})
