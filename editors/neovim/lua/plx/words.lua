--- A run in words: lines for the float, as lists of chunks `{ text, highlight }`. Pure: a run and a time in, text out.

local runs = require('plx.runs')

local M = {}

---@class plx.Line
---@field chunks { [1]: string, [2]?: string }[]
---@field image? string The file this line is about.

--- `$0.04`, `$0.003`, `$12.50`: two places, more only where two would hide the amount.
---@param amount number
---@return string
function M.dollars(amount)
  if amount == 0 then
    return '$0'
  end
  if amount >= 0.095 then
    return ('$%.2f'):format(amount)
  end
  local text = ('$%.4f'):format(amount):gsub('0+$', '')
  return text:find('%.%d%d') and text or ('$%.2f'):format(amount)
end

--- A price: `$0.04`, `$0.04–0.08`, or nil where nothing is known.
---@param price plx.Price?
---@return string?
function M.price(price)
  if not price then
    return nil
  end
  local low, high = price.usd or price.low, price.usd or price.high
  if not low and not high then
    return nil
  end
  if not low or not high or low == high then
    return M.dollars(low or high)
  end
  return ('%s–%s'):format(M.dollars(low), (M.dollars(high):sub(2)))
end

--- Seconds as `0.4 s`, `12 s`, `2 min 5 s`.
---@param seconds number
---@return string
function M.duration(seconds)
  if seconds < 9.95 then
    return ('%.1f s'):format(seconds)
  end
  local whole = math.floor(seconds + 0.5)
  if whole < 60 then
    return ('%d s'):format(whole)
  end
  return ('%d min %d s'):format(math.floor(whole / 60), whole % 60)
end

---@param run plx.Run
---@return string
local function progress(run)
  local ready = #runs.files(run)
  if run.phase == 'starting' then
    return 'Starting'
  elseif run.phase == 'queued' then
    return run.position and ('In the queue, position %d'):format(run.position) or 'In the queue'
  elseif run.count > 1 then
    return ('%d of %d ready'):format(ready, run.count)
  end
  return run.said or 'Making the image'
end

---@param run plx.Run
---@return string
local function cost(run)
  if run.purpose == 'preview' then
    return 'free'
  end
  return M.price(run.cost) or 'price unknown'
end

---@param run plx.Run
---@param now integer
---@return plx.Line
local function headline(run, now)
  local elapsed = M.duration(run.ended and (run.ended.elapsed or run.ended.t) or (now - run.began) / 1e9)
  if run.phase == 'done' then
    return { chunks = { { '✔ Done', 'PlxDone' }, { (' · %s · %s'):format(elapsed, cost(run)), 'PlxDim' } } }
  elseif run.phase == 'failed' then
    return { chunks = { { '✗ Failed', 'PlxFailed' }, { ' · ' .. elapsed, 'PlxDim' } } }
  elseif run.phase == 'cancelled' then
    return { chunks = { { '■ Cancelled', 'PlxNote' }, { ' · ' .. elapsed, 'PlxDim' } } }
  end
  return { chunks = { { '● ' .. progress(run), 'PlxBusy' }, { ' · ' .. elapsed, 'PlxDim' } } }
end

--- Which model, at whom, in which shape, at what price.
---@param run plx.Run
---@return plx.Line?
local function facts(run)
  local started = run.started
  if not started then
    return nil
  end
  local size = started.width and ('%d×%d'):format(started.width, started.height) or nil
  local made = started.handle == started.model and started.model or ('%s → %s'):format(started.model, started.handle)
  local estimate = not run.ended and M.price(started.estimate)
  local all = { ('%s at %s'):format(made, started.backend) }
  if run.purpose == 'preview' then
    all = { made, 'preview' }
  end
  for _, fact in ipairs({ started.aspect_ratio or false, size or false, estimate and 'about ' .. estimate or false }) do
    if fact then
      table.insert(all, fact)
    end
  end
  return { chunks = { { table.concat(all, ' · '), 'PlxDim' } } }
end

---@param index integer
---@param image plx.Image
---@return plx.Line[]
local function image_lines(index, image)
  local facts_of = {}
  if image.width then
    table.insert(facts_of, ('%d×%d'):format(image.width, image.height))
  end
  if image.seed then
    table.insert(facts_of, 'seed ' .. image.seed)
  end
  table.insert(facts_of, M.duration(image.elapsed))
  return {
    {
      chunks = { { ('%d  '):format(index + 1), 'PlxDim' }, { table.concat(facts_of, ' · ') } },
      image = image.file,
    },
    { chunks = { { '   ' }, { vim.fn.fnamemodify(image.file, ':~:.'), 'PlxFile' } }, image = image.file },
  }
end

---@param run plx.Run
---@return plx.Line[]
local function images(run)
  local lines = {}
  for index = 0, run.count - 1 do
    if run.images[index] then
      vim.list_extend(lines, image_lines(index, run.images[index]))
    elseif not run.ended then
      table.insert(lines, { chunks = { { ('%d  …'):format(index + 1), 'PlxDim' } } })
    end
  end
  return lines
end

--- What may have been paid for, said once: the runtime's message often says it already.
---@param failed table
---@return string?
local function billed(failed)
  local ids = #failed.request_ids > 0 and ('Request %s.'):format(table.concat(failed.request_ids, ', ')) or nil
  if not failed.may_have_been_billed then
    return nil
  end
  if failed.message:find('billed', 1, true) then
    return ids
  end
  return 'This may have been billed.' .. (ids and ' ' .. ids or '')
end

---@param run plx.Run
---@return plx.Line[]
local function trouble(run)
  local failed = run.ended
  if not failed or run.phase == 'done' then
    return {}
  end
  local lines = { { chunks = { { failed.message } } } }
  if failed.hint then
    table.insert(lines, { chunks = { { failed.hint, 'PlxHint' } } })
  end
  if billed(failed) then
    table.insert(lines, { chunks = { { billed(failed), 'PlxNote' } } })
  end
  if failed.resumable then
    local missing = failed.missing == 1 and 'the missing image' or ('the %d missing images'):format(failed.missing)
    table.insert(lines, { chunks = { { ('R resumes: it asks for %s only.'):format(missing), 'PlxHint' } } })
  end
  return lines
end

---@param run plx.Run
---@return plx.Line[]
local function notes(run)
  local lines = {}
  for _, message in ipairs(vim.list_extend(vim.deepcopy(run.notes), run.warnings)) do
    table.insert(lines, { chunks = { { '! ', 'PlxNote' }, { message } } })
  end
  return lines
end

--- All there is to say of a run.
---@param run plx.Run
---@param now integer vim.uv.hrtime()
---@return plx.Line[]
function M.view(run, now)
  local lines = { headline(run, now) }
  table.insert(lines, facts(run))
  for _, part in ipairs({ trouble(run), images(run), notes(run) }) do
    vim.list_extend(lines, part)
  end
  return lines
end

--- The end of a run in one line, for vim.notify.
---@param run plx.Run
---@return string
function M.ending(run)
  if run.phase == 'done' then
    local files = #run.ended.files
    return ('%s: done, %d image%s.'):format(run.pipe, files, files == 1 and '' or 's')
  end
  return ('%s: %s'):format(run.pipe, run.ended.message)
end

return M
