--- Work that waits for answers, written from top to bottom: a coroutine that callbacks resume.
---
---     task.run(function()
---       local name = task.input({ prompt = 'Name: ' })
---       …
---     end)

local M = {}

--- Start some work. What it raises is shown, with its place.
---@param work fun()
function M.run(work)
  local thread = coroutine.create(work)
  local ok, problem = coroutine.resume(thread)
  if not ok then
    error(debug.traceback(thread, problem), 0)
  end
end

--- Wait for an answer: `begin` gets a callback and may call it at once or later. Must run in a task.
---@param begin fun(done: fun(...))
---@return any ...
function M.await(begin)
  local thread = assert(coroutine.running(), 'await outside of a task')
  local answer, waiting = nil, false
  begin(function(...)
    answer = vim.F.pack_len(...)
    if waiting then
      local ok, problem = coroutine.resume(thread)
      if not ok then
        error(debug.traceback(thread, problem), 0)
      end
    end
  end)
  if not answer then
    waiting = true
    coroutine.yield()
  end
  return vim.F.unpack_len(answer)
end

--- vim.ui.input; nil where the user gave up.
---@param options table
---@return string?
function M.input(options)
  return M.await(function(done)
    vim.ui.input(options, done)
  end)
end

--- vim.ui.select; nil where the user gave up.
---@generic T
---@param items T[]
---@param options table
---@return T?
function M.select(items, options)
  return M.await(function(done)
    vim.ui.select(items, options, done)
  end)
end

return M
