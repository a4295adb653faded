-- Runs: from the command or the lens to files on disk, and every way it can end otherwise.

local client = require('plx.client')
local spec = require('spec')

local told = {}
vim.notify = function(message)
  table.insert(told, message)
end

local function open(name)
  vim.cmd.edit({ name, bang = true })
  vim.cmd.edit({ bang = true })
  spec.wait('a client', function()
    local one = client.of(0)
    return one and one.initialized
  end)
end

--- What the window of the run says; an empty text where there is none.
local function shown()
  for _, win in ipairs(vim.api.nvim_list_wins()) do
    local buf = vim.api.nvim_win_get_buf(win)
    if vim.bo[buf].filetype == 'plxrun' then
      return table.concat(vim.api.nvim_buf_get_lines(buf, 0, -1, false), '\n')
    end
  end
  return ''
end

local function wait_to_see(text)
  return spec.wait(('“%s” in the window, which says “%s”'):format(text, shown()), function()
    return shown():find(text, 1, true) ~= nil and shown()
  end)
end

local function pictures()
  return vim.fs.find(function(name)
    return name:find('%.png$') ~= nil
  end, { path = vim.fn.getcwd(), type = 'file', limit = math.huge })
end

spec.it('the pipe at the cursor is previewed, its image opened', function()
  open('car.plx')
  vim.api.nvim_win_set_cursor(0, { 8, 0 })
  vim.cmd.PlxPreview()
  local text = wait_to_see('✔ Done')
  spec.contains(text, 'free')
  spec.contains(text, 'seed 7')
  spec.equal(#pictures(), 1)
end)

spec.it('a lens previews', function()
  open('car.plx')
  require('plx.float').close()
  spec.wait('lenses', function()
    return #vim.lsp.codelens.get(vim.lsp.codelens.enable and { bufnr = 0 } or 0) >= 2
  end)
  vim.ui.select = function(items, options, done)
    for _, item in ipairs(items) do
      if options.format_item(item):find('Preview', 1, true) then
        return done(item)
      end
    end
  end
  vim.fn.search('^\\[pipe\\.draw_car')
  vim.lsp.codelens.run()
  wait_to_see('✔ Done')
end)

spec.it('inputs are asked for, and remembered', function()
  open('logo.plx')
  local defaults = {}
  vim.ui.input = function(options, done)
    table.insert(defaults, options.default or '')
    spec.contains(options.prompt, 'prompt (images.ImgGenPrompt)')
    done('A fox made of paper')
  end
  for _ = 1, 2 do
    require('plx.float').close()
    vim.cmd.PlxPreview('draw_logo')
    spec.contains(wait_to_see('✔ Done'), '3  ')
  end
  spec.equal(defaults, { '', 'A fox made of paper' })
end)

spec.it('inputs that are written down are not asked for', function()
  vim.fn.writefile({ '[draw_logo]', 'prompt = "A fox in the snow"' }, 'logo.inputs.toml')
  open('logo.plx')
  require('plx.float').close()
  vim.ui.input = function()
    error('asked for an input')
  end
  vim.cmd.PlxPreview('draw_logo')
  wait_to_see('✔ Done')
end)

spec.it('who gives no input runs nothing', function()
  vim.fn.delete('logo.inputs.toml')
  open('logo.plx')
  require('plx.float').close()
  vim.ui.input = function(_, done)
    done(nil)
  end
  vim.cmd.PlxPreview('draw_logo')
  vim.wait(500)
  spec.equal(shown(), '')
end)

spec.it('a run without a key says which variable to set', function()
  open('car.plx')
  told = {}
  vim.cmd.PlxRun('draw_car')
  spec.wait('the reason', function()
    return table.concat(told, '\n'):find('FAL_KEY', 1, true) ~= nil or shown():find('FAL_KEY', 1, true) ~= nil
  end)
end)

spec.it('a broken pipe says why it cannot run', function()
  open('broken.plx')
  told = {}
  vim.cmd.PlxRun('draw_poster')
  spec.wait('the reason', function()
    return table.concat(told, '\n'):find('cannot run', 1, true) ~= nil
  end)
end)

spec.it('the request is shown, with its price, and not sent', function()
  open('car.plx')
  vim.cmd.PlxRequest('draw_car')
  local text = spec.wait('the request', function()
    local buf = vim.fn.bufnr('plx://request/draw_car')
    return buf ~= -1 and table.concat(vim.api.nvim_buf_get_lines(buf, 0, -1, false), '\n')
  end)
  spec.contains(text, '// Nothing was sent. This would cost $')
  spec.contains(text, 'A sleek, futuristic sports car at night')
  vim.cmd.close()
end)

spec.it('models are listed with what they cost', function()
  open('car.plx')
  vim.cmd.PlxModels()
  local text = spec.wait('the list', function()
    local buf = vim.fn.bufnr('plx://models')
    return buf ~= -1 and table.concat(vim.api.nvim_buf_get_lines(buf, 0, -1, false), '\n')
  end)
  spec.contains(text, 'name')
  spec.contains(text, 'base_img_gen')
  vim.cmd.close()
end)

spec.it('there is nothing to cancel', function()
  open('car.plx')
  told = {}
  vim.cmd.PlxCancel()
  spec.wait('the answer', function()
    return vim.tbl_contains(told, 'No run to cancel.')
  end)
end)

spec.finish()
