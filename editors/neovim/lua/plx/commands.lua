--- The `:Plx…` commands. Called once, by plugin/plx.lua; what they do is in the modules they name.

local M = {}

--- Names of the pipes in the current buffer that start with what is typed, for completion.
---@param typed string
---@return string[]
local function pipe_names(typed)
  return require('plx.pipes').names(vim.api.nvim_get_current_buf(), typed)
end

---@param purpose plx.Purpose
local function starter(purpose)
  return function(arguments)
    require('plx.runner').start(purpose, {
      pipe = arguments.args ~= '' and arguments.args or nil,
      ask = arguments.bang,
    })
  end
end

local COMMANDS = {
  PlxRun = {
    starter('run'),
    { nargs = '?', bang = true, complete = pipe_names, desc = 'Run a pipe: buys its images' },
  },
  PlxPreview = {
    starter('preview'),
    { nargs = '?', bang = true, complete = pipe_names, desc = 'Draw a preview of a pipe: costs nothing' },
  },
  PlxRequest = {
    function(arguments)
      require('plx.request').show({
        pipe = arguments.args ~= '' and arguments.args or nil,
        ask = arguments.bang,
      })
    end,
    { nargs = '?', bang = true, complete = pipe_names, desc = 'Show what a run would send, and its price' },
  },
  PlxCancel = {
    function(arguments)
      require('plx.runner').cancel(arguments.bang)
    end,
    { bang = true, desc = 'Cancel the run that is shown, or with ! every run' },
  },
  PlxResult = {
    function()
      require('plx.float').reopen()
    end,
    { desc = 'Show the last run again, or go into its window' },
  },
  PlxModels = {
    function()
      require('plx.models').show()
    end,
    { desc = 'List the models this project can name' },
  },
  PlxTrust = {
    function(arguments)
      require('plx.trust').command(arguments.bang)
    end,
    { bang = true, desc = 'Trust this project, so that its pipes may run; with ! take it back' },
  },
}

--- Define every command.
function M.define()
  for name, command in pairs(COMMANDS) do
    vim.api.nvim_create_user_command(name, command[1], command[2])
  end
end

return M
