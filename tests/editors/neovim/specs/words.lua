-- Events in, words out; and the window that shows them.

local float = require('plx.float')
local runs = require('plx.runs')
local spec = require('spec')
local words = require('plx.words')

local ABOUT = { uri = 'file:///project/logo.plx', pipe = 'draw_logo' }

local STARTED = {
  event = 'started',
  pipe = 'draw_logo',
  model = 'best',
  handle = 'flux-pro/v1.1',
  backend = 'fal',
  count = 2,
  aspect_ratio = '16:9',
  width = 1344,
  height = 768,
  preview = false,
  estimate = { low = 0.08, high = 0.1 },
  notes = { { option = 'quality', message = '“hd” is sent as “high”' } },
}

local IMAGE = { event = 'image', index = 0, file = '/out/1.png', width = 1344, height = 768, seed = 42, elapsed = 3.2 }

local serial = 0

--- A run that has met some events.
local function run_after(...)
  serial = serial + 1
  local run = runs.open('run-' .. serial, ABOUT)
  for _, event in ipairs({ ... }) do
    runs.apply(run, event)
  end
  return run
end

--- What is said of it, one second after it began.
local function text_of(run)
  local lines = vim.iter(words.view(run, run.began + 1e9)):map(function(line)
    return vim.iter(line.chunks):map(function(chunk)
      return chunk[1]
    end):join('')
  end)
  return lines:join('\n')
end

spec.it('prices have two places, more only where two would hide the amount', function()
  spec.equal(vim.iter({ 0, 0.04, 0.003, 0.0425, 0.1, 12.5 }):map(words.dollars):totable(), {
    '$0', '$0.04', '$0.003', '$0.0425', '$0.10', '$12.50',
  })
  spec.equal(words.price({ low = 0.04, high = 0.08 }), '$0.04–0.08')
  spec.equal(words.price({ usd = 0.04, low = 0.01, high = 1 }), '$0.04')
  spec.equal(words.price({}), nil)
end)

spec.it('times are as long as they need be', function()
  spec.equal(vim.iter({ 0.44, 9.99, 59.4, 125 }):map(words.duration):totable(), {
    '0.4 s', '10 s', '59 s', '2 min 5 s',
  })
end)

spec.it('a run that waits says where in the queue', function()
  local run = run_after(STARTED, { event = 'queued', index = 0, position = 3 })
  spec.contains(text_of(run), 'In the queue, position 3 · 1.0 s')
  spec.contains(text_of(run), 'best → flux-pro/v1.1 at fal · 16:9 · 1344×768 · about $0.08–0.10')
end)

spec.it('images appear as they arrive', function()
  local text = text_of(run_after(STARTED, IMAGE))
  spec.contains(text, '1 of 2 ready')
  spec.contains(text, '1  1344×768 · seed 42 · 3.2 s\n   /out/1.png')
  spec.contains(text, '2  …')
end)

spec.it('what was changed on the way is said', function()
  spec.contains(text_of(run_after(STARTED)), '! “hd” is sent as “high”')
end)

spec.it('a finished run tells time and cost', function()
  local done = { event = 'done', files = { '/out/1.png' }, cost = { low = 0.08, high = 0.08 }, elapsed = 6.1 }
  spec.contains(text_of(run_after(STARTED, IMAGE, done)), '✔ Done · 6.1 s · $0.08')
end)

spec.it('a preview is free', function()
  local preview = vim.tbl_extend('force', STARTED, { preview = true })
  local text = text_of(run_after(preview, { event = 'done', files = {}, elapsed = 0.1 }))
  spec.contains(text, 'Done · 0.1 s · free')
  spec.contains(text, 'preview')
end)

local FAILED = {
  event = 'failed',
  code = 'lost-answer',
  message = 'The connection broke before an answer came.',
  hint = 'Look at the provider’s usage page.',
  may_have_been_billed = true,
  request_ids = { 'req_1' },
  resumable = true,
  saved = {},
  missing = 2,
  t = 4,
}

spec.it('a failure says what happened, what to do, what may have been billed, what can be resumed', function()
  local text = text_of(run_after(STARTED, FAILED))
  spec.contains(text, '✗ Failed · 4.0 s')
  spec.contains(text, 'The connection broke before an answer came.\nLook at the provider’s usage page.')
  spec.contains(text, 'This may have been billed. Request req_1.')
  spec.contains(text, 'R resumes: it asks for the 2 missing images only.')
end)

spec.it('what the message says of billing is not said twice', function()
  local said = vim.tbl_extend('force', FAILED, { message = 'The call may have been billed.' })
  local text = text_of(run_after(STARTED, said))
  spec.equal(select(2, text:gsub('billed', '')), 1)
  spec.contains(text, 'Request req_1.')
end)

spec.it('a cancelled run is no failure', function()
  local cancelled = vim.tbl_extend('force', FAILED, { code = 'cancelled', may_have_been_billed = false })
  spec.contains(text_of(run_after(STARTED, cancelled)), '■ Cancelled')
end)

spec.it('events of later versions change nothing', function()
  local run = run_after(STARTED)
  local before = text_of(run)
  runs.apply(run, { event = 'of-tomorrow' })
  spec.equal(text_of(run), before)
end)

local function float_lines()
  for _, win in ipairs(vim.api.nvim_list_wins()) do
    if vim.bo[vim.api.nvim_win_get_buf(win)].filetype == 'plxrun' then
      return vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(win), 0, -1, false), win
    end
  end
end

spec.it('the window shows a run, follows it, and takes no focus', function()
  local here = vim.api.nvim_get_current_win()
  local run = run_after()
  float.show(run)
  spec.contains(float_lines()[1], '● Starting')
  runs.apply(run, STARTED)
  runs.apply(run, { event = 'log', message = 'two\nlines' })
  float.update(run)
  spec.contains(table.concat(float_lines(), '\n'), '0 of 2 ready')
  spec.equal(vim.api.nvim_get_current_win(), here)
end)

spec.it('lines that stay the same stay where they are', function()
  local run = run_after(STARTED, IMAGE)
  float.show(run)
  local lines, win = float_lines()
  local buf, namespace = vim.api.nvim_win_get_buf(win), vim.api.nvim_create_namespace('spec')
  local row = vim.iter(ipairs(lines)):find(function(_, line)
    return line:find('/out/1.png', 1, true)
  end)
  local mark = vim.api.nvim_buf_set_extmark(buf, namespace, row - 1, 0, {})
  runs.apply(run, { event = 'warning', code = 'slow', message = 'It is slow today.' })
  runs.apply(run, FAILED)
  float.update(run)
  local at = vim.api.nvim_buf_get_extmark_by_id(buf, namespace, mark, {})[1]
  spec.contains(float_lines()[at + 1], '/out/1.png')
end)

spec.it('a run that ends unseen is told in one line', function()
  local run = run_after(STARTED)
  float.show(run)
  float.close()
  spec.equal(float_lines(), nil)
  local told
  vim.notify = function(message)
    told = message
  end
  runs.apply(run, FAILED)
  float.update(run)
  spec.equal(told, 'draw_logo: The connection broke before an answer came.')
end)

spec.it('the last run can be shown again', function()
  float.reopen()
  spec.equal(vim.bo.filetype, 'plxrun')
  spec.contains(vim.api.nvim_get_current_line(), '✗ Failed')
end)

spec.finish()
