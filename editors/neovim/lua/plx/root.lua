--- Where a PLX project begins: a hint for the client's workspace folder. The server decides itself, by the same rule.

local M = {}

---@param path string
---@return boolean
local function has_plx_table(path)
  local ok, lines = pcall(vim.fn.readfile, path)
  return ok
    and vim.iter(lines):any(function(line)
      return line:find('^%s*%[%s*tool%s*%.%s*plx[%s%].]') ~= nil
    end)
end

--- Whether an entry of a folder marks a project.
---@param name string
---@param folder string
---@return boolean
local function marks(name, folder)
  return name == 'plx.toml'
    or name == '.pipelex'
    or name == '.git'
    or (name == 'pyproject.toml' and has_plx_table(vim.fs.joinpath(folder, name)))
end

--- The project folder of a buffer; nil where its file stands alone.
---@param bufnr integer
---@return string?
function M.of(bufnr)
  return vim.fs.root(bufnr, marks)
end

--- The folder to speak of when it comes to trust: the project, or else the file's own folder.
---@param bufnr integer
---@return string
function M.folder(bufnr)
  return M.of(bufnr) or vim.fs.dirname(vim.api.nvim_buf_get_name(bufnr))
end

return M
