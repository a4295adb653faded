--- Whether a project may run its pipes: a run reads keys, calls providers and costs money, so a folder that was only
--- opened does none of it. `vim.g.plx_trusted` decides (true, false, or a list of folders); where it is not set, the
--- user is asked at the first run and the answer is kept in `stdpath('state')/plx/trusted`, one folder a line.
---
--- Not vim.secure: it knows folders from 0.12 on only, and those without what lies below them.

local M = {}

---@return string
local function store()
  return vim.fs.joinpath(vim.fn.stdpath('state'), 'plx', 'trusted')
end

---@param folder string
---@return string
local function real(folder)
  return vim.uv.fs_realpath(vim.fs.normalize(folder)) or vim.fs.normalize(folder)
end

---@return string[]
local function remembered()
  local path = store()
  return vim.fn.filereadable(path) == 1 and vim.fn.readfile(path) or {}
end

---@param folders string[]
local function remember(folders)
  vim.fn.mkdir(vim.fs.dirname(store()), 'p')
  vim.fn.writefile(folders, store())
end

--- Whether `folder` is one of `folders`, or lies below one.
---@param folder string
---@param folders string[]
---@return boolean
local function is_within(folder, folders)
  return vim.iter(folders):any(function(one)
    one = real(one)
    return folder == one or vim.startswith(folder, one .. '/')
  end)
end

--- Whether the pipes of a folder may run.
---@param folder string
---@return boolean
function M.is_trusted(folder)
  local set = vim.g.plx_trusted
  if type(set) == 'boolean' then
    return set
  end
  return is_within(real(folder), vim.list_extend(remembered(), type(set) == 'table' and set or {}))
end

--- Keep a folder as trusted.
---@param folder string
function M.add(folder)
  local folders = remembered()
  table.insert(folders, real(folder))
  remember(folders)
end

--- Forget a folder; whether it was there.
---@param folder string
---@return boolean
function M.remove(folder)
  local before = remembered()
  local after = vim
    .iter(before)
    :filter(function(one)
      return one ~= real(folder)
    end)
    :totable()
  remember(after)
  return #after < #before
end

--- Ask whether to trust a folder, unless that is settled. Must run in a task.
---@param folder string
---@return boolean
function M.ask(folder)
  if M.is_trusted(folder) then
    return true
  end
  if vim.g.plx_trusted == false then
    vim.notify('vim.g.plx_trusted is false: no pipe runs and no key is read.', vim.log.levels.WARN)
    return false
  end
  local answer = require('plx.task').select({ 'Trust it', 'Cancel' }, {
    prompt = ('Trust %s? Its pipes may then run: they read your keys and cost money.'):format(real(folder)),
  })
  if answer ~= 'Trust it' then
    return false
  end
  M.add(folder)
  return true
end

--- `:PlxTrust`, `:PlxTrust!`
---@param take_back boolean
function M.command(take_back)
  local bufnr = vim.api.nvim_get_current_buf()
  local folder = require('plx.root').folder(bufnr)
  if not take_back then
    M.add(folder)
    vim.notify(('Trusted: %s'):format(real(folder)))
  elseif M.remove(folder) then
    vim.notify(('No longer trusted: %s'):format(real(folder)))
  else
    vim.notify(('Was not on the list: %s'):format(real(folder)))
  end
  local client = require('plx.client')
  local server = client.of(bufnr)
  if server then
    client.tell_trust(server, M.is_trusted(folder))
  end
end

return M
