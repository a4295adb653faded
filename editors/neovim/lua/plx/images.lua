--- Showing finished images: inside the float where snacks.nvim or image.nvim and the terminal can, else with the
--- system's viewer. Knows those plugins' calls and nothing of runs.

local options = require('plx.options')

local M = {}

-- Lines an image may take, so that a run of several still fits a screen.
local MAX_HEIGHT = 16

---@class plx.Place
---@field win integer
---@field buf integer
---@field line integer Counted from 1; the image goes below it.

---@param file string
---@param place plx.Place
local function with_snacks(file, place)
  require('snacks').image.placement.new(place.buf, file, {
    pos = { place.line, 0 },
    inline = true,
    max_height = MAX_HEIGHT,
  })
end

---@param file string
---@param place plx.Place
local function with_image_nvim(file, place)
  local image = require('image').from_file(file, {
    window = place.win,
    buffer = place.buf,
    with_virtual_padding = true,
    inline = true,
    x = 0,
    y = place.line - 1,
    height = MAX_HEIGHT,
  })
  if image then
    image:render()
  end
end

---@return boolean
local function has_snacks()
  local ok, snacks = pcall(require, 'snacks')
  return ok and snacks.image ~= nil and snacks.image.supports_terminal() == true
end

--- image.nvim raises at every call until it has been set up.
---@return boolean
local function has_image_nvim()
  local ok, image = pcall(require, 'image')
  return ok and image.from_file ~= nil and pcall(image.get_images)
end

--- The way to draw inside a window, and its name; nil where there is none.
---@return fun(file: string, place: plx.Place)?, string?
function M.drawer()
  if options.get().images ~= 'auto' and options.get().images ~= 'inline' then
    return nil, nil
  elseif has_snacks() then
    return with_snacks, 'snacks.nvim'
  elseif has_image_nvim() then
    return with_image_nvim, 'image.nvim'
  end
  return nil, nil
end

--- Draw a file below a line of a window; whether it could.
---@param file string
---@param place plx.Place
---@return boolean
function M.draw(file, place)
  local draw = M.drawer()
  return draw ~= nil and (pcall(draw, file, place))
end

--- Show a file with the system's viewer; nil, or what went wrong.
---@param file string
---@return string?
function M.open(file)
  local _, problem = vim.ui.open(file)
  return problem and ('No viewer was found: %s'):format(problem)
end

--- Whether finished images are to be opened, since they are not drawn.
---@return boolean
function M.opens()
  local how = options.get().images
  return how == 'open' or (how == 'auto' and M.drawer() == nil)
end

return M
