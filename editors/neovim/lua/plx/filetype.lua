--- Tells PLX from Perl: both use the suffix `.plx`. Called by ftdetect/plx.lua; reads text, changes nothing.

local M = {}

-- Enough to see past a licence header, little enough to cost nothing.
local LOOK_AT = 60

local PERL = {
  '^#!.*perl',
  '^%s*use%s+[%w:.]+.*;',
  '^%s*package%s+[%w:]+%s*[;{]',
  '^%s*my%s*[$@%%(]',
  '^%s*our%s*[$@%%(]',
  '^%s*sub%s+[%w_]+%s*{',
}

local PLX = {
  '^%s*%[',
  '^%s*[%w_"\'.-]+%s*=',
}

---@param line string
---@param patterns string[]
---@return boolean
local function matches(line, patterns)
  return vim.iter(patterns):any(function(pattern)
    return line:find(pattern) ~= nil
  end)
end

---@param path string
---@param bufnr integer?
---@return string[]
local function first_lines(path, bufnr)
  if bufnr and vim.api.nvim_buf_is_loaded(bufnr) then
    return vim.api.nvim_buf_get_lines(bufnr, 0, LOOK_AT, false)
  end
  return vim.fn.filereadable(path) == 1 and vim.fn.readfile(path, '', LOOK_AT) or {}
end

--- The filetype of a `.plx` file: 'perl' where the first telling line is Perl, else 'plx'.
---@param path string
---@param bufnr integer?
---@return 'plx'|'perl'
function M.of(path, bufnr)
  for _, line in ipairs(first_lines(path, bufnr)) do
    if matches(line, PERL) then
      return 'perl'
    end
    if matches(line, PLX) then
      return 'plx'
    end
  end
  return 'plx'
end

return M
