--- What is known of the runs of this session: events in, plain tables out. Draws nothing, asks nobody.

local M = {}

---@alias plx.Purpose 'run'|'preview'
---@alias plx.Phase 'starting'|'queued'|'running'|'done'|'failed'|'cancelled'
---@alias plx.Price { low?: number, high?: number, usd?: number, basis?: string }

---@class plx.Image
---@field file string
---@field width? integer
---@field height? integer
---@field seed? integer
---@field elapsed number

---@class plx.Run
---@field id string
---@field uri string
---@field pipe string
---@field purpose plx.Purpose
---@field inputs table<string, string>
---@field began integer vim.uv.hrtime() when it was first heard of.
---@field phase plx.Phase
---@field count integer Images that were asked for.
---@field images table<integer, plx.Image> By their index, counted from 0.
---@field position? integer Calls ahead in the provider's queue.
---@field said? string The last line of the provider's log.
---@field started? table The `started` event.
---@field notes string[] What was adapted or dropped.
---@field warnings string[]
---@field cost? plx.Price
---@field ended? table The `done` or `failed` event.

---@type table<string, plx.Run>
local book = {}
---@type plx.Run?
local latest

---@type table<string, fun(run: plx.Run, event: table)>
local APPLY = {
  started = function(run, event)
    run.started, run.count, run.phase = event, event.count, 'running'
    run.purpose = event.preview and 'preview' or 'run'
    run.notes = vim
      .iter(event.notes or {})
      :map(function(note)
        return note.message
      end)
      :totable()
  end,
  queued = function(run, event)
    run.phase, run.position = 'queued', event.position
  end,
  log = function(run, event)
    run.said = event.message
  end,
  partial = function(run)
    run.phase, run.position = 'running', nil
  end,
  image = function(run, event)
    run.phase, run.position = 'running', nil
    run.images[event.index] = event
  end,
  warning = function(run, event)
    table.insert(run.warnings, event.message)
  end,
  cost = function(run, event)
    run.cost = event
  end,
  done = function(run, event)
    run.phase, run.ended, run.cost = 'done', event, event.cost or run.cost
  end,
  failed = function(run, event)
    run.phase, run.ended = event.code == 'cancelled' and 'cancelled' or 'failed', event
  end,
}

--- The run of this id; made where it is not known yet. Events may come before the answer that names their run.
---@param id string
---@param about { uri: string, pipe: string, purpose?: plx.Purpose, inputs?: table<string, string> }
---@return plx.Run
function M.open(id, about)
  local run = book[id]
  if not run then
    run = {
      id = id,
      began = vim.uv.hrtime(),
      phase = 'starting',
      count = 1,
      images = {},
      notes = {},
      warnings = {},
    }
    book[id] = run
    latest = run
  end
  run.uri, run.pipe = about.uri, about.pipe
  run.purpose = about.purpose or run.purpose or 'run'
  run.inputs = about.inputs or run.inputs or {}
  return run
end

--- Take in one event. Kinds this plugin does not know change nothing.
---@param run plx.Run
---@param event table
function M.apply(run, event)
  local apply = APPLY[event.event]
  if apply then
    apply(run, event)
  end
end

--- The run that began last.
---@return plx.Run?
function M.latest()
  return latest
end

--- Whether nothing more will come of a run.
---@param run plx.Run
---@return boolean
function M.is_over(run)
  return run.ended ~= nil
end

--- The files of a run's images, in order.
---@param run plx.Run
---@return string[]
function M.files(run)
  local files = {}
  for index = 0, run.count - 1 do
    if run.images[index] then
      table.insert(files, run.images[index].file)
    end
  end
  return files
end

return M
