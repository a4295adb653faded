--- Which pipe is meant: the one named, the one at the cursor, or the one picked from a list.

local client = require('plx.client')
local task = require('plx.task')

local M = {}

---@class plx.Pipe What the server tells of a pipe (docs/protocol.md, `plx/pipes`).
---@field pipe string
---@field range lsp.Range
---@field runnable boolean
---@field reason? string
---@field model? string
---@field price? plx.Price
---@field count integer
---@field inputs { name: string, concept: string, description?: string, multiline: boolean, value?: string }[]

---@param line integer Counted from 0.
---@param pipe plx.Pipe
---@return boolean
local function is_at(line, pipe)
  return pipe.range.start.line <= line and line <= pipe.range['end'].line
end

---@param pipes plx.Pipe[]
---@return plx.Pipe?
local function pick(pipes)
  return task.select(pipes, {
    prompt = 'Which pipe?',
    format_item = function(pipe)
      return pipe.runnable and pipe.pipe or ('%s (cannot run: %s)'):format(pipe.pipe, pipe.reason or 'it has errors')
    end,
  })
end

--- The pipe that is meant; nil and why where there is none, nil alone where the user gave up. Must run in a task.
---@param from vim.lsp.Client
---@param bufnr integer
---@param name string?
---@return plx.Pipe?, string?
function M.choose(from, bufnr, name)
  local pipes, problem = client.request(from, 'plx/pipes', { uri = vim.uri_from_bufnr(bufnr) })
  if problem then
    return nil, problem
  end
  pipes = pipes or {}
  if name then
    local named = vim.iter(pipes):find(function(pipe)
      return pipe.pipe == name
    end)
    return named, not named and ('There is no image pipe “%s” in this file.'):format(name) or nil
  end
  if #pipes == 0 then
    return nil, 'There is no image pipe in this file.'
  end
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  local here = vim.iter(pipes):find(function(pipe)
    return is_at(line, pipe)
  end)
  return here or #pipes == 1 and pipes[1] or pick(pipes)
end

--- Names of pipes that start with `typed`, from the text: completion cannot wait for the server.
---@param bufnr integer
---@param typed string
---@return string[]
function M.names(bufnr, typed)
  return vim
    .iter(vim.api.nvim_buf_get_lines(bufnr, 0, -1, false))
    :map(function(line)
      return line:match('^%s*%[%s*pipe%s*%.%s*([%w_-]+)%s*%]')
    end)
    :filter(function(name)
      return vim.startswith(name, typed)
    end)
    :totable()
end

return M
