--- A buffer to read in, below the current window: no file behind it, `q` closes it.

local M = {}

--- Show lines; opening the same title again replaces it. Gives the buffer.
---@param title string
---@param lines string[]
---@param filetype string
---@return integer
function M.show(title, lines, filetype)
  local name = 'plx://' .. title
  local buf = vim.fn.bufnr('^' .. vim.fn.escape(name, '*?[]{}\\') .. '$')
  if buf == -1 then
    buf = vim.api.nvim_create_buf(false, true)
    vim.api.nvim_buf_set_name(buf, name)
    vim.bo[buf].bufhidden = 'wipe'
    vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buf, desc = 'Close' })
  end
  vim.bo[buf].modifiable = true
  vim.api.nvim_buf_set_lines(buf, 0, -1, false, lines)
  vim.bo[buf].modifiable = false
  vim.bo[buf].filetype = filetype
  if vim.fn.bufwinid(buf) == -1 then
    vim.cmd(('botright %dsplit'):format(math.max(5, math.min(#lines + 1, math.floor(vim.o.lines / 2)))))
    vim.api.nvim_win_set_buf(0, buf)
  end
  return buf
end

return M
