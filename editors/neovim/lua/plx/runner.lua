--- From "run this pipe" to a run: trust, saving, inputs, the price, the server's answer. The commands, the lenses and
--- the code actions all come through here, so each rule holds for all of them.

local client = require('plx.client')
local float = require('plx.float')
local inputs = require('plx.inputs')
local options = require('plx.options')
local pipes = require('plx.pipes')
local root = require('plx.root')
local runs = require('plx.runs')
local task = require('plx.task')
local trust = require('plx.trust')

local M = {}

---@class plx.Target What to run; whatever is missing is found out.
---@field uri? string
---@field pipe? string
---@field inputs? table<string, string>
---@field ask? boolean Ask for every input, even those the inputs file holds.

local COMMANDS = { run = 'plx.run', preview = 'plx.preview' }

---@param message string
local function complain(message)
  vim.notify(message, vim.log.levels.ERROR)
end

---@param uri string
local function save(uri)
  local bufnr = vim.uri_to_bufnr(uri)
  if options.get().save and vim.bo[bufnr].modified then
    vim.api.nvim_buf_call(bufnr, function()
      vim.cmd('silent update')
    end)
  end
end

--- The client that serves a buffer, where pipes may run: asks whether to trust the project, if that is open. Nil where
--- there is none or the user said no; what stands in the way has been said then. Must run in a task.
---@param bufnr integer
---@return vim.lsp.Client?
local function trusted_client(bufnr)
  local from = client.of(bufnr)
  if not from then
    return complain('No PLX server for this buffer; :checkhealth plx may say why.')
  end
  local trusted = trust.ask(root.folder(bufnr))
  client.tell_trust(from, trusted)
  return trusted and from or nil
end

--- The client, and what to send it for a pipe with its inputs. Nil where it cannot be, as above. Must run in a task.
---@param target plx.Target
---@return vim.lsp.Client?, { uri: string, pipe: string, inputs: table<string, string> }?
function M.prepare(target)
  local bufnr = target.uri and vim.uri_to_bufnr(target.uri) or vim.api.nvim_get_current_buf()
  if vim.api.nvim_buf_get_name(bufnr) == '' then
    return complain('Write this buffer to a file first: the runtime reads files.')
  end
  local from = trusted_client(bufnr)
  if not from then
    return nil
  end
  local uri = vim.uri_from_bufnr(bufnr)
  save(uri)
  local pipe, problem = pipes.choose(from, bufnr, target.pipe)
  if not pipe then
    return problem and complain(problem)
  end
  if not pipe.runnable then
    return complain(('“%s” cannot run: %s'):format(pipe.pipe, pipe.reason or 'it has errors'))
  end
  local values = target.inputs or inputs.of(uri, pipe, target.ask)
  if not values then
    return nil
  end
  return from, { uri = uri, pipe = pipe.pipe, inputs = values }
end

--- Send a run, asking again where its price is above the limit. Must run in a task.
---@param from vim.lsp.Client
---@param purpose plx.Purpose
---@param argument table
local function send(from, purpose, argument)
  local answer, problem = client.execute(from, COMMANDS[purpose], argument)
  answer = answer or {}
  if answer.needsConfirmation then
    local choice = task.select({ 'Run it', 'Cancel' }, { prompt = answer.needsConfirmation.message })
    if choice == 'Run it' then
      send(from, purpose, vim.tbl_extend('force', argument, { confirmed = true }))
    end
  elseif answer.needsInputs then
    vim.cmd.split(vim.fn.fnameescape(vim.uri_to_fname(answer.needsInputs)))
    vim.notify('Fill in the inputs, write the file, and run the pipe again.')
  elseif answer.runId then
    float.show(runs.open(answer.runId, {
      uri = argument.uri,
      pipe = argument.pipe,
      purpose = purpose,
      inputs = argument.inputs,
    }))
  else
    complain(problem or answer.refused or 'The server did not start the run; :checkhealth vim.lsp names its log.')
  end
end

--- Run or preview a pipe.
---@param purpose plx.Purpose
---@param target plx.Target
function M.start(purpose, target)
  task.run(function()
    local from, argument = M.prepare(target)
    if from then
      send(from, purpose, argument)
    end
  end)
end

--- The same run once more, with the same inputs.
---@param run plx.Run
function M.again(run)
  M.start(run.purpose, { uri = run.uri, pipe = run.pipe, inputs = run.inputs })
end

--- Ask only for the images that a failed run did not get.
---@param run plx.Run
function M.resume(run)
  if not (run.ended and run.ended.resumable) then
    vim.notify('There is nothing to resume in this run.')
    return
  end
  task.run(function()
    local from = trusted_client(vim.uri_to_bufnr(run.uri))
    if from then
      send(from, run.purpose, { uri = run.uri, pipe = run.pipe, inputs = run.inputs, resume = run.id })
    end
  end)
end

--- Cancel the run that is shown, or every run of every server.
---@param all boolean
function M.cancel(all)
  task.run(function()
    local run = float.run()
    local argument = (run and not all) and { runId = run.id } or vim.empty_dict()
    local cancelled = 0
    for _, from in ipairs(vim.lsp.get_clients({ name = 'plx' })) do
      local answer, problem = client.execute(from, 'plx.cancel', argument)
      if problem then
        complain(problem)
      end
      cancelled = cancelled + #(answer and answer.cancelled or {})
    end
    if cancelled == 0 then
      vim.notify('No run to cancel.')
    end
  end)
end

--- `plx/runEvent`: something happened in a run.
---@param params { runId: string, uri: string, pipe: string, event: table }
function M.on_event(params)
  local run = runs.open(params.runId, params)
  runs.apply(run, params.event)
  float.update(run)
  if run.phase == 'done' and params.event.event == 'done' then
    float.finish(run)
  end
end

return M
