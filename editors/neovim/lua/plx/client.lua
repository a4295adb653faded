--- The language client: its configuration for every Neovim version, and requests to it. Decides nothing about PLX.

local root = require('plx.root')
local server = require('plx.server')
local trust = require('plx.trust')

local M = {}

--- A value of the server's with nil for null, which newer versions of Neovim hand on as vim.NIL.
---@param value any
---@return any
local function plain(value)
  if value == vim.NIL then
    return nil
  end
  return type(value) == 'table' and vim.tbl_map(plain, value) or value
end

---@return lsp.ClientCapabilities
local function capabilities()
  local ours = {
    -- Runs are shown by this plugin (docs/protocol.md).
    experimental = { plxRunEvents = true },
    -- Until 0.12 nobody says it for Neovim; the handler is below.
    workspace = { codeLens = { refreshSupport = true } },
  }
  -- From 0.11 on a client's capabilities are laid over Neovim's own; before, they replace them.
  if vim.fn.has('nvim-0.11') == 1 then
    return ours
  end
  return vim.tbl_deep_extend('force', vim.lsp.protocol.make_client_capabilities(), ours)
end

---@return table<string, fun(...)>
local function handlers()
  local all = {
    ['plx/runEvent'] = function(_, params)
      require('plx.runner').on_event(plain(params))
    end,
  }
  if not vim.lsp.codelens.enable then
    all['workspace/codeLens/refresh'] = function()
      require('plx.lenses').refresh_all()
      return vim.NIL
    end
  end
  return all
end

--- Commands that lenses and code actions name and this plugin carries out itself; the rest goes to the server.
---@return table<string, fun(command: lsp.Command, context: table)>
local function commands()
  local function with(start)
    return function(command, context)
      start(command.arguments and command.arguments[1] or {})
      -- Until 0.12 to run a lens is to rub it out.
      require('plx.lenses').refresh(context.bufnr)
    end
  end
  return {
    ['plx.run'] = with(function(target)
      require('plx.runner').start('run', target)
    end),
    ['plx.preview'] = with(function(target)
      require('plx.runner').start('preview', target)
    end),
    ['plx.showRequest'] = with(function(target)
      require('plx.request').show(target)
    end),
  }
end

--- Say from the start whether the project is trusted. A setting, not an initialization option: those hold for good, and
--- the user may be asked later.
---@param config vim.lsp.ClientConfig
local function tell_trust_first(_, config)
  local trusted = config.root_dir ~= nil and trust.is_trusted(config.root_dir) or vim.g.plx_trusted == true
  config.settings.plx = vim.tbl_extend('force', config.settings.plx or {}, { trusted = trusted })
end

--- Tell the missing server once, and not at every file.
local function tell_missing()
  vim.notify_once(server.MISSING, vim.log.levels.WARN)
end

--- The configuration for vim.lsp.config.
---@return vim.lsp.Config
function M.config()
  return {
    name = 'plx',
    filetypes = { 'plx' },
    cmd = function(dispatchers, config)
      return vim.lsp.rpc.start(assert(server.command(config.root_dir)), dispatchers)
    end,
    root_dir = function(bufnr, on_dir)
      local folder = root.of(bufnr)
      if server.command(folder) then
        on_dir(folder)
      else
        tell_missing()
      end
    end,
    capabilities = capabilities(),
    handlers = handlers(),
    commands = commands(),
    settings = { plx = {} },
    before_init = tell_trust_first,
  }
end

--- Start the server for a buffer, or reuse the project's: for Neovim 0.10, which has no vim.lsp.enable.
---@param bufnr integer
function M.start(bufnr)
  local folder = root.of(bufnr)
  local command = server.command(folder)
  if not command then
    tell_missing()
    return
  end
  local config = M.config()
  config.cmd, config.root_dir, config.filetypes = command, folder, nil
  vim.lsp.start(config, { bufnr = bufnr })
end

--- The client that serves a buffer.
---@param bufnr integer
---@return vim.lsp.Client?
function M.of(bufnr)
  return vim.lsp.get_clients({ bufnr = bufnr, name = 'plx' })[1]
end

--- Call a method of a client. Until 0.11 they are plain functions that know their client.
---@param client vim.lsp.Client
---@param name 'request'|'notify'
function M.call(client, name, ...)
  if vim.fn.has('nvim-0.11') == 1 then
    return client[name](client, ...)
  end
  return client[name](...)
end

--- Ask the server. Must run in a task. Gives the answer, or nil and what went wrong in words.
---@param client vim.lsp.Client
---@param method string
---@param params table
---@return any, string?
function M.request(client, method, params)
  local problem, answer = require('plx.task').await(function(done)
    local sent = M.call(client, 'request', method, params, function(problem, answer)
      done(problem, answer)
    end)
    if not sent then
      done({ message = 'The PLX server has stopped.' })
    end
  end)
  return plain(answer), problem and problem.message
end

--- Have the server carry out a command. Must run in a task.
---@param client vim.lsp.Client
---@param command string
---@param argument table
---@return any, string?
function M.execute(client, command, argument)
  return M.request(client, 'workspace/executeCommand', { command = command, arguments = { argument } })
end

--- Tell a server whether it may run pipes, unless it knows.
---@param client vim.lsp.Client
---@param trusted boolean
function M.tell_trust(client, trusted)
  if client.settings.plx.trusted ~= trusted then
    client.settings.plx.trusted = trusted
    M.call(client, 'notify', 'workspace/didChangeConfiguration', { settings = client.settings })
  end
end

return M
