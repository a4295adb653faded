--- Tests inside Neovim: `spec.it(name, function)`, then `spec.finish()`, which prints one JSON object a test and quits.

local M = {}

local tests = {}

--- Declare a test.
---@param name string
---@param body fun()
function M.it(name, body)
  table.insert(tests, { name = name, body = body })
end

--- Fail unless the two are the same, however deep.
function M.equal(got, wanted)
  if not vim.deep_equal(got, wanted) then
    error(('got %s\nwanted %s'):format(vim.inspect(got), vim.inspect(wanted)), 2)
  end
end

--- Fail unless a text holds another.
---@param text string
---@param part string
function M.contains(text, part)
  if not (type(text) == 'string' and text:find(part, 1, true)) then
    error(('%s\ndoes not hold %s'):format(vim.inspect(text), vim.inspect(part)), 2)
  end
end

--- Wait until a function gives something; gives that.
---@param what string
---@param get fun(): any
function M.wait(what, get)
  local got
  local came = vim.wait(15000, function()
    got = get()
    return got ~= nil and got ~= false
  end, 10)
  if not came then
    error('waited in vain: ' .. what, 2)
  end
  return got
end

--- Run every test, in order; say what became of them; leave.
function M.finish()
  local all_passed = true
  for _, test in ipairs(tests) do
    local ok, message = xpcall(test.body, debug.traceback)
    all_passed = all_passed and ok
    io.stdout:write(vim.json.encode({ name = test.name, ok = ok, message = not ok and message or '' }) .. '\n')
  end
  io.stdout:flush()
  vim.cmd(all_passed and 'qa!' or 'cquit 1')
end

return M
