--- `:checkhealth plx`: is there a server, does it run, what can be shown here.

local M = {}

local health = vim.health

local function check_neovim()
  health.start('Neovim')
  local version = vim.version()
  if vim.fn.has('nvim-0.10') == 1 then
    local way = vim.fn.has('nvim-0.11') == 1 and 'vim.lsp.enable' or 'vim.lsp.start'
    health.ok(('%d.%d.%d; the server is started with %s'):format(version.major, version.minor, version.patch, way))
  else
    health.error('Neovim 0.10 or newer is needed')
  end
  if vim.filetype.match({ filename = 'a.plx', contents = { '[pipe.a]' } }) == 'plx' then
    health.ok('`.plx` files are PLX (Perl is recognised by its text)')
  else
    health.error('`.plx` files are not taken for PLX', {
      'Is `:filetype on`? Is the folder `ftdetect` of this plugin on the runtime path?',
    })
  end
end

local function check_options()
  for _, name in ipairs(require('plx.options').unknown()) do
    health.warn(('vim.g.plx.%s means nothing'):format(name), { ':help plx-options lists what there is' })
  end
end

local function check_server()
  health.start('Server')
  check_options()
  local folder = require('plx.root').of(vim.api.nvim_get_current_buf())
  local command, from = require('plx.server').command(folder)
  if not command then
    health.error('`plx` was not found', {
      'It was looked for in vim.g.plx.cmd, in .venv of the project (where it is trusted), and on $PATH.',
      '`pip install plx-lsp` installs it.',
    })
    return
  end
  local ok, done = pcall(function()
    return vim.system({ command[1], '--version' }, { text = true }):wait(10000)
  end)
  if ok and done.code == 0 then
    health.ok(('%s (%s), from %s'):format(vim.trim(done.stdout), command[1], from))
  else
    health.error(('%s (from %s) does not run'):format(command[1], from), {
      ok and vim.trim(done.stderr or '') or tostring(done),
    })
  end
end

local function check_clients()
  local clients = vim.lsp.get_clients({ name = 'plx' })
  if #clients == 0 then
    health.info('Not running: no PLX file is open')
  end
  for _, client in ipairs(clients) do
    local buffers = vim.tbl_count(client.attached_buffers)
    health.ok(('Running for %s, %d buffer(s)'):format(client.root_dir or 'lone files', buffers))
  end
end

local function check_trust()
  health.start('Running pipes')
  local set = vim.g.plx_trusted
  if set ~= nil then
    health.info('vim.g.plx_trusted is ' .. vim.inspect(set))
  end
  for _, client in ipairs(vim.lsp.get_clients({ name = 'plx' })) do
    if client.settings.plx.trusted then
      health.ok('This project is trusted: its pipes may run')
    else
      health.info('This project is not trusted yet: the first run asks, or say :PlxTrust')
    end
  end
end

local function check_images()
  local images = require('plx.images')
  local _, name = images.drawer()
  local how = require('plx.options').get().images
  if name then
    health.ok('Images are drawn in the window of the run by ' .. name)
  elseif how == 'none' then
    health.info('Images are neither drawn nor opened: vim.g.plx.images is "none"')
  else
    health.info('Images are opened with the system’s viewer; snacks.nvim or image.nvim would draw them here')
  end
end

--- Called by `:checkhealth plx`.
function M.check()
  check_neovim()
  check_server()
  check_clients()
  check_trust()
  check_images()
end

return M
