--- The inputs of a run: from `<file>.inputs.toml`, which the server reads, or asked for and remembered per pipe.

local task = require('plx.task')

local M = {}

--- What was typed in this session: file and pipe → name → text.
---@type table<string, table<string, string>>
local memory = {}

---@param input { name: string, concept: string, description?: string }
---@return string
local function prompt_for(input)
  return ('%s (%s): '):format(input.name, input.concept)
end

--- Every input of a pipe; nil where the user gave up. Asks for what the inputs file does not hold, and with
--- `ask` for all of it. Must run in a task.
---@param uri string
---@param pipe plx.Pipe
---@param ask boolean?
---@return table<string, string>?
function M.of(uri, pipe, ask)
  local key = uri .. '#' .. pipe.pipe
  local known = memory[key] or {}
  local values = {}
  for _, input in ipairs(pipe.inputs) do
    local value = input.value
    if ask or value == nil or value == '' then
      value = task.input({ prompt = prompt_for(input), default = known[input.name] or value })
      if value == nil then
        return nil
      end
      known[input.name] = value
    end
    values[input.name] = value
  end
  memory[key] = known
  return values
end

return M
