--- `:PlxRequest`: the exact request a run would send, its price, and what was adapted. Nothing is called.

local client = require('plx.client')
local scratch = require('plx.scratch')
local task = require('plx.task')
local words = require('plx.words')

local M = {}

--- JSON on several lines, keys in order: Neovim's own encoder writes one line.
---@param value any
---@param indent string
---@return string
local function pretty(value, indent)
  if type(value) ~= 'table' or vim.tbl_isempty(value) then
    return vim.json.encode(value)
  end
  local inner, items = indent .. '  ', {}
  if vim.islist(value) then
    for _, item in ipairs(value) do
      table.insert(items, inner .. pretty(item, inner))
    end
    return ('[\n%s\n%s]'):format(table.concat(items, ',\n'), indent)
  end
  local keys = vim.tbl_keys(value)
  table.sort(keys)
  for _, key in ipairs(keys) do
    table.insert(items, ('%s%s: %s'):format(inner, vim.json.encode(key), pretty(value[key], inner)))
  end
  return ('{\n%s\n%s}'):format(table.concat(items, ',\n'), indent)
end

---@param answer { request: any, price?: plx.Price, notes?: { message: string }[] }
---@return string[]
local function lines_of(answer)
  local price = words.price(answer.price)
  local cost = price and ('This would cost %s.'):format(price) or 'Its price is unknown.'
  local lines = { '// Nothing was sent. ' .. cost }
  for _, note in ipairs(answer.notes or {}) do
    table.insert(lines, '// ' .. note.message)
  end
  return vim.list_extend(lines, vim.split((pretty(answer.request, '')):gsub('\\/', '/'), '\n'))
end

--- Show what a run of a pipe would send.
---@param target plx.Target
function M.show(target)
  task.run(function()
    local from, argument = require('plx.runner').prepare(target)
    if not from then
      return
    end
    local answer, problem = client.execute(from, 'plx.showRequest', argument)
    if not answer or answer.refused then
      vim.notify(problem or answer and answer.refused or 'The server gave no request.', vim.log.levels.ERROR)
      return
    end
    scratch.show('request/' .. argument.pipe, lines_of(answer), 'jsonc')
  end)
end

return M
