--- The window that shows a run: progress while it lasts, then its images, or what went wrong. One at a time, in the
--- lower right corner; it takes no focus. Draws what plx.words says; starts nothing by itself.

local images = require('plx.images')
local runs = require('plx.runs')
local words = require('plx.words')

local M = {}

local WIDTH = 76
local TICK = 500
local SETTLE = 300
local KEYS = ' <CR> open · y path · r again · c cancel · q close '

local namespace = vim.api.nvim_create_namespace('plx.float')

---@class plx.Shown
---@field run plx.Run
---@field buf integer
---@field win integer
---@field lines plx.Line[]
---@field drawn table<string, true> Images that are in the window.
---@field problem? string Why an image could not be opened.
---@field timer uv.uv_timer_t

---@type plx.Shown?
local shown

for name, link in pairs({
  PlxBusy = 'DiagnosticInfo',
  PlxDone = 'DiagnosticOk',
  PlxFailed = 'DiagnosticError',
  PlxNote = 'DiagnosticWarn',
  PlxHint = 'DiagnosticHint',
  PlxFile = 'Directory',
  PlxDim = 'Comment',
}) do
  vim.api.nvim_set_hl(0, name, { link = link, default = true })
end

---@return boolean
local function is_open()
  return shown ~= nil and vim.api.nvim_win_is_valid(shown.win)
end

---@param line plx.Line
---@return string
local function text_of(line)
  return vim
    .iter(line.chunks)
    :map(function(chunk)
      -- A provider's message may hold line breaks; a buffer line may not.
      return (chunk[1]:gsub('%s*\n%s*', ' '))
    end)
    :join('')
end

---@param buf integer
---@param row integer
---@param line plx.Line
local function colour(buf, row, line)
  local from = 0
  for _, chunk in ipairs(line.chunks) do
    local to = from + #(chunk[1]:gsub('%s*\n%s*', ' '))
    if chunk[2] then
      vim.api.nvim_buf_set_extmark(buf, namespace, row, from, { end_col = to, hl_group = chunk[2] })
    end
    from = to
  end
end

--- Replace only what differs: whatever hangs on the other lines (images) stays where it is.
---@param buf integer
---@param new string[]
local function set_lines(buf, new)
  local old = vim.api.nvim_buf_get_lines(buf, 0, -1, false)
  local diff = vim.text.diff or vim.diff
  local hunks = diff(table.concat(old, '\n') .. '\n', table.concat(new, '\n') .. '\n', { result_type = 'indices' })
  vim.bo[buf].modifiable = true
  -- From the end, so that the lines of hunks yet to come keep their numbers.
  for index = #hunks, 1, -1 do
    local start_old, count_old, start_new, count_new = unpack(hunks[index])
    local first = count_old == 0 and start_old or start_old - 1
    local lines = vim.list_slice(new, start_new, start_new + count_new - 1)
    vim.api.nvim_buf_set_lines(buf, first, first + count_old, false, lines)
  end
  vim.bo[buf].modifiable = false
end

local function fit()
  if not is_open() then
    return
  end
  local room = vim.o.lines - vim.o.cmdheight - 4
  local height = vim.api.nvim_win_text_height(shown.win, {}).all
  vim.api.nvim_win_set_height(shown.win, math.max(1, math.min(height, room)))
end

local function draw_images()
  for row, line in ipairs(shown.lines) do
    local file, next_line = line.image, shown.lines[row + 1]
    local is_last_of_image = not next_line or next_line.image ~= file
    if file and is_last_of_image and not shown.drawn[file] then
      shown.drawn[file] = true
      images.draw(file, { win = shown.win, buf = shown.buf, line = row })
      vim.defer_fn(fit, SETTLE)
    end
  end
end

local function draw()
  if not is_open() then
    return
  end
  shown.lines = words.view(shown.run, vim.uv.hrtime())
  if shown.problem then
    table.insert(shown.lines, { chunks = { { shown.problem, 'PlxNote' } } })
  end
  set_lines(shown.buf, vim.iter(shown.lines):map(text_of):totable())
  vim.api.nvim_buf_clear_namespace(shown.buf, namespace, 0, -1)
  for row, line in ipairs(shown.lines) do
    colour(shown.buf, row - 1, line)
  end
  draw_images()
  fit()
end

---@return string?
local function file_at_cursor()
  local line = shown and shown.lines[vim.api.nvim_win_get_cursor(0)[1]]
  return line and line.image or shown and runs.files(shown.run)[1]
end

---@param file string?
local function open_file(file)
  if file then
    shown.problem = images.open(file)
    draw()
  end
end

---@type table<string, fun()>
local ACTIONS = {
  ['<CR>'] = function()
    open_file(file_at_cursor())
  end,
  y = function()
    local file = file_at_cursor()
    if file then
      vim.fn.setreg('"', file)
      pcall(vim.fn.setreg, '+', file)
      vim.notify('Copied: ' .. file)
    end
  end,
  g = function()
    open_file(shown.run.ended and shown.run.ended.gallery)
  end,
  m = function()
    local recipe = shown.run.ended and shown.run.ended.manifest
    if recipe then
      vim.cmd.wincmd('p')
      vim.cmd.split(vim.fn.fnameescape(recipe))
    end
  end,
  r = function()
    require('plx.runner').again(shown.run)
  end,
  R = function()
    require('plx.runner').resume(shown.run)
  end,
  c = function()
    require('plx.runner').cancel(false)
  end,
  q = function()
    M.close()
  end,
}

---@param run plx.Run
---@return integer buf
local function make_buffer(run)
  local buf = vim.api.nvim_create_buf(false, true)
  vim.bo[buf].bufhidden = 'wipe'
  vim.bo[buf].filetype = 'plxrun'
  vim.bo[buf].modifiable = false
  for key, action in pairs(ACTIONS) do
    vim.keymap.set('n', key, action, { buffer = buf, nowait = true, desc = 'PLX: ' .. run.pipe })
  end
  return buf
end

---@param run plx.Run
---@param buf integer
---@return integer win
local function make_window(run, buf)
  local win = vim.api.nvim_open_win(buf, false, {
    relative = 'editor',
    anchor = 'SE',
    row = vim.o.lines - vim.o.cmdheight - 1,
    col = vim.o.columns,
    width = math.max(20, math.min(WIDTH, vim.o.columns - 4)),
    height = 1,
    style = 'minimal',
    border = 'rounded',
    title = (' %s%s '):format(run.pipe, run.purpose == 'preview' and ' · preview' or ''),
    footer = KEYS,
    footer_pos = 'right',
  })
  vim.wo[win].wrap = true
  vim.wo[win].linebreak = true
  vim.wo[win].breakindent = true
  vim.wo[win].breakindentopt = 'shift:2'
  -- A column between the border and the text.
  vim.wo[win].statuscolumn = ' '
  return win
end

---@param timer uv.uv_timer_t
local function stop(timer)
  if not timer:is_closing() then
    timer:stop()
    timer:close()
  end
end

local function tick()
  if not is_open() or runs.is_over(shown.run) then
    return
  end
  draw()
end

--- Close the window; the run goes on.
function M.close()
  if not shown then
    return
  end
  stop(shown.timer)
  if vim.api.nvim_win_is_valid(shown.win) then
    vim.api.nvim_win_close(shown.win, true)
  end
  shown = nil
end

--- Show a run in place of whatever is shown.
---@param run plx.Run
function M.show(run)
  M.close()
  local buf = make_buffer(run)
  local timer = assert(vim.uv.new_timer())
  shown = { run = run, buf = buf, win = make_window(run, buf), lines = {}, drawn = {}, timer = timer }
  timer:start(TICK, TICK, vim.schedule_wrap(tick))
  draw()
end

--- The run in the window; nil where none is shown.
---@return plx.Run?
function M.run()
  return is_open() and shown.run or nil
end

--- What is known of a run has changed.
---@param run plx.Run
function M.update(run)
  if M.run() == run then
    draw()
  elseif runs.is_over(run) then
    vim.notify(words.ending(run), run.phase == 'failed' and vim.log.levels.ERROR or vim.log.levels.INFO)
  end
end

--- A run has its images: open them, unless they are drawn here or the user wants neither.
---@param run plx.Run
function M.finish(run)
  local files = runs.files(run)
  if #files == 0 or not images.opens() then
    return
  end
  local problem = images.open(#files > 1 and run.ended.gallery or files[1])
  if M.run() == run then
    shown.problem = problem
    draw()
  end
end

--- `:PlxResult`: go into the window, or show the last run again.
function M.reopen()
  local run = runs.latest()
  if not run then
    vim.notify('No run in this session yet: :PlxPreview draws one that costs nothing.')
    return
  end
  if not is_open() then
    M.show(run)
  end
  vim.api.nvim_set_current_win(shown.win)
end

return M
