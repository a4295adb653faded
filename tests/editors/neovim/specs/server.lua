-- The server through Neovim's own client: what it says, and what Neovim does with it.

local client = require('plx.client')
local spec = require('spec')

--- Open a file of the workspace as it is on disk, and wait for its server.
local function open(name)
  vim.cmd.edit({ name, bang = true })
  vim.cmd.edit({ bang = true })
  local bufnr = vim.api.nvim_get_current_buf()
  spec.wait('a client', function()
    local one = client.of(bufnr)
    return one and one.initialized
  end)
  return bufnr
end

local function ask(method, params)
  local _, answer = next(vim.lsp.buf_request_sync(0, method, params, 10000) or {})
  return assert(answer and answer.result, vim.inspect(answer))
end

local function at(line, character)
  return { textDocument = { uri = vim.uri_from_bufnr(0) }, position = { line = line, character = character } }
end

local function lines()
  return vim.api.nvim_buf_get_lines(0, 0, -1, false)
end

local function row_of(text)
  local row = vim.iter(ipairs(lines())):find(function(_, line)
    return line:find(text, 1, true) ~= nil
  end)
  return assert(row, text) - 1
end

local function codes()
  return vim.iter(vim.diagnostic.get(0)):map(function(each)
    return each.code
  end):totable()
end

spec.it('one server for a project, told what this client can do and that it is trusted', function()
  open('car.plx')
  open('broken.plx')
  local clients = vim.lsp.get_clients({ name = 'plx' })
  spec.equal(#clients, 1)
  spec.equal(vim.uv.fs_realpath(clients[1].root_dir), vim.uv.fs_realpath(vim.fn.getcwd()))
  spec.equal(clients[1].capabilities.experimental, { plxRunEvents = true })
  spec.equal(clients[1].settings.plx.trusted, true)
end)

spec.it('faults are diagnostics with the names of their rules', function()
  open('broken.plx')
  spec.wait('both diagnostics', function()
    return vim.tbl_contains(codes(), 'unknown-model') and vim.tbl_contains(codes(), 'invalid-value')
  end)
end)

spec.it('what is put right is no longer said', function()
  open('broken.plx')
  vim.api.nvim_buf_set_lines(0, 7, 9, false, { 'img_gen = "base_img_gen"', 'aspect_ratio = "16:9"' })
  spec.wait('no diagnostics', function()
    return not vim.tbl_contains(codes(), 'unknown-model') and not vim.tbl_contains(codes(), 'invalid-value')
  end)
end)

spec.it('values are completed', function()
  open('car.plx')
  local row = row_of('aspect_ratio')
  local answer = ask('textDocument/completion', at(row, #'aspect_ratio = "'))
  local labels = vim.iter(answer.items or answer):map(function(item)
    return item.label
  end):totable()
  spec.equal(vim.tbl_contains(labels, '21:9'), true)
  spec.equal(vim.bo.omnifunc, 'v:lua.vim.lsp.omnifunc')
end)

spec.it('a key is explained', function()
  open('car.plx')
  local answer = ask('textDocument/hover', at(row_of('aspect_ratio'), 3))
  spec.contains(answer.contents.value, 'aspect_ratio')
end)

spec.it('a name leads to its declaration in another file', function()
  open('logo.plx')
  local answer = ask('textDocument/definition', at(row_of('output'), #'output = "cars.C'))
  local target = vim.islist(answer) and answer[1] or answer
  spec.contains(target.uri or target.targetUri, 'car.plx')
end)

spec.it('a rename reaches every file', function()
  open('logo.plx')
  open('car.plx')
  vim.api.nvim_win_set_cursor(0, { row_of('CarImage') + 1, 2 })
  vim.lsp.buf.rename('CarPicture')
  spec.wait('the new name here', function()
    return vim.tbl_contains(lines(), 'output = "CarPicture"')
  end)
  local logo = vim.api.nvim_buf_get_lines(vim.fn.bufnr('logo.plx'), 0, -1, false)
  spec.equal(vim.tbl_contains(logo, 'output = "cars.CarPicture"'), true)
end)

spec.it('a quick fix is applied', function()
  open('broken.plx')
  local row = row_of('base_imggen')
  spec.wait('the diagnostic', function()
    return vim.tbl_contains(codes(), 'unknown-model')
  end)
  vim.api.nvim_win_set_cursor(0, { row + 1, 12 })
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.kind == 'quickfix' and action.title:find('base_img_gen', 1, true) ~= nil
    end,
  })
  spec.wait('the fixed line', function()
    return vim.tbl_contains(lines(), 'img_gen = "base_img_gen"')
  end)
end)

--- The lenses Neovim has for this buffer, whatever its version keeps them in.
local function lens_titles()
  local all = vim.lsp.codelens.get(vim.lsp.codelens.enable and { bufnr = 0 } or 0)
  return vim.iter(all):map(function(each)
    return (each.lens or each).command.title
  end):totable()
end

spec.it('lenses stand at every pipe, and follow the text', function()
  open('car.plx')
  spec.wait('lenses', function()
    return #lens_titles() >= 2
  end)
  spec.contains(table.concat(lens_titles(), ' '), 'Run')
  spec.contains(table.concat(lens_titles(), ' '), 'Preview')
  vim.api.nvim_buf_set_lines(0, -1, -1, false, {
    '',
    '[pipe.again]',
    'type = "PipeImgGen"',
    'description = "Once more"',
    'output = "CarImage"',
    'img_gen_prompt = "A car"',
    'img_gen = "base_img_gen"',
  })
  vim.api.nvim_exec_autocmds('TextChanged', { buffer = 0 })
  spec.wait('lenses of the new pipe', function()
    return #lens_titles() >= 4
  end)
end)

spec.finish()
