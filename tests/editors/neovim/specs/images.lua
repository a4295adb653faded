-- Which way an image is shown. The drawing plugins are stood in for: they need a terminal with graphics.

local images = require('plx.images')
local spec = require('spec')

local FILE = '/out/1.png'
local PLACE = { win = 1000, buf = 1, line = 3 }

local function without_plugins()
  package.loaded.snacks, package.loaded.image = nil, nil
  vim.g.plx = nil
end

local function with_snacks(can)
  local placed = {}
  package.loaded.snacks = {
    image = {
      supports_terminal = function()
        return can
      end,
      placement = {
        new = function(buf, file, options)
          table.insert(placed, { buf, file, options.pos, options.inline })
        end,
      },
    },
  }
  return placed
end

local function with_image_nvim(is_set_up)
  local drawn = {}
  package.loaded.image = {
    get_images = function()
      return is_set_up and {} or error('image.nvim is not setup')
    end,
    from_file = function(file, options)
      return {
        render = function()
          table.insert(drawn, { file, options.window, options.buffer, options.y })
        end,
      }
    end,
  }
  return drawn
end

spec.it('without a plugin nothing is drawn, and images are opened', function()
  without_plugins()
  spec.equal(images.draw(FILE, PLACE), false)
  spec.equal(images.opens(), true)
end)

spec.it('snacks.nvim draws where the terminal can', function()
  without_plugins()
  local placed = with_snacks(true)
  spec.equal(images.draw(FILE, PLACE), true)
  spec.equal(placed, { { 1, FILE, { 3, 0 }, true } })
  spec.equal(images.opens(), false)
end)

spec.it('image.nvim draws where snacks.nvim cannot', function()
  without_plugins()
  with_snacks(false)
  local drawn = with_image_nvim(true)
  spec.equal(images.draw(FILE, PLACE), true)
  spec.equal(drawn, { { FILE, 1000, 1, 2 } })
end)

spec.it('image.nvim that was never set up does not count', function()
  without_plugins()
  with_image_nvim(false)
  spec.equal(images.draw(FILE, PLACE), false)
end)

spec.it('options decide', function()
  without_plugins()
  with_snacks(true)
  vim.g.plx = { images = 'open' }
  spec.equal({ images.draw(FILE, PLACE), images.opens() }, { false, true })
  vim.g.plx = { images = 'none' }
  spec.equal({ images.draw(FILE, PLACE), images.opens() }, { false, false })
end)

spec.it('a missing viewer is said in words', function()
  local open = vim.ui.open
  vim.ui.open = function()
    return nil, 'no handler found'
  end
  spec.contains(images.open(FILE), 'no handler found')
  vim.ui.open = open
end)

spec.finish()
