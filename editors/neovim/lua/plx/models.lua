--- `:PlxModels`: every name a pipe's `img_gen` may hold, what it resolves to, at what price.

local client = require('plx.client')
local scratch = require('plx.scratch')
local task = require('plx.task')
local words = require('plx.words')

local M = {}

---@class plx.Model One item of what `plx/models` answers (docs/protocol.md).
---@field name string
---@field kind string
---@field resolvesTo? string
---@field backend? string
---@field price? string|plx.Price
---@field status string
---@field detail? string

local COLUMNS = { 'name', 'kind', 'resolves to', 'backend', 'price', 'status' }

---@param model plx.Model
---@return string[]
local function row(model)
  local price = model.price
  return {
    model.name,
    model.kind,
    model.resolvesTo ~= model.name and model.resolvesTo or '',
    model.backend or '',
    type(price) == 'table' and (words.price(price) or '') or price or '',
    model.status,
  }
end

--- Rows with their columns one below the other.
---@param rows string[][]
---@return string[]
local function aligned(rows)
  local widths = {}
  for _, cells in ipairs(rows) do
    for column, cell in ipairs(cells) do
      widths[column] = math.max(widths[column] or 0, vim.fn.strdisplaywidth(cell))
    end
  end
  return vim
    .iter(rows)
    :map(function(cells)
      local padded = vim.iter(ipairs(cells)):map(function(column, cell)
        return cell .. (' '):rep(widths[column] - vim.fn.strdisplaywidth(cell))
      end)
      return (padded:join('  '):gsub('%s+$', ''))
    end)
    :totable()
end

--- List the models, image models first come, as the server gives them.
function M.show()
  local bufnr = vim.api.nvim_get_current_buf()
  local from = client.of(bufnr)
  if not from then
    vim.notify('No PLX server for this buffer; :checkhealth plx may say why.', vim.log.levels.ERROR)
    return
  end
  task.run(function()
    local models, problem = client.request(from, 'plx/models', { uri = vim.uri_from_bufnr(bufnr) })
    if not models then
      vim.notify(problem or 'The server knows no models.', vim.log.levels.ERROR)
      return
    end
    scratch.show('models', aligned({ COLUMNS, unpack(vim.iter(models):map(row):totable()) }), 'plxmodels')
  end)
end

return M
